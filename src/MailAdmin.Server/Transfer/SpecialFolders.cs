namespace MailAdmin.Server.Transfer;

/// <summary>
/// The purpose of folders by the names that mail programs and servers give them in several languages. RFC 6154 has
/// attributes for it, which not every server and no file has.
/// </summary>
internal static class SpecialFolders
{
    private static readonly Dictionary<string, SpecialUse> Uses = new(StringComparer.OrdinalIgnoreCase);

    static SpecialFolders()
    {
        Add(SpecialUse.Sent,
            "Sent", "Sent Items", "Sent Mail", "Sent Messages", "Gesendet", "Gesendete Elemente", "Gesendete Objekte",
            "Éléments envoyés", "Messages envoyés", "Envoyés", "Enviados", "Elementos enviados", "Posta inviata",
            "Inviati", "Verzonden", "Verzonden items", "送信済み", "送信済みメール", "送信済みアイテム", "已发送", "已发送邮件", "寄件備份",
            "Отправленные", "Wysłane");
        Add(SpecialUse.Trash,
            "Trash", "Deleted Items", "Deleted Messages", "Bin", "Papierkorb", "Gelöscht", "Gelöschte Elemente",
            "Gelöschte Objekte", "Corbeille", "Éléments supprimés", "Papelera", "Elementos eliminados", "Cestino",
            "Posta eliminata", "Prullenbak", "Verwijderde items", "ゴミ箱", "ごみ箱", "削除済みアイテム", "已删除", "已删除邮件",
            "垃圾桶", "Корзина", "Удаленные", "Kosz");
        Add(SpecialUse.Junk,
            "Junk", "Junk E-mail", "Junk Email", "Junk Mail", "Spam", "Bulk Mail", "Spamverdacht", "Junk-E-Mail",
            "Courrier indésirable", "Indésirables", "Correo no deseado", "Posta indesiderata", "Ongewenste e-mail",
            "迷惑メール", "垃圾邮件", "垃圾郵件", "Спам", "Wiadomości-śmieci");
        Add(SpecialUse.Drafts,
            "Drafts", "Draft", "Entwürfe", "Brouillons", "Borradores", "Bozze", "Concepten", "下書き", "草稿", "草稿箱",
            "Черновики", "Wersje robocze");
        Add(SpecialUse.Archive,
            "Archive", "Archives", "Archiv", "Archivo", "Archivio", "Archief",
            "アーカイブ", "归档", "封存", "Архив", "Archiwum");
    }

    /// <summary>The purpose of a folder: that of its last level, below INBOX or another parent or not.</summary>
    public static SpecialUse UseOf(string folder)
    {
        string[] levels = folder.Split('/');
        bool isNear = levels.Length == 1
            || (levels.Length == 2 && (levels[0] is "INBOX" or "[Gmail]" or "[Google Mail]"));
        return isNear ? Uses.GetValueOrDefault(levels[^1]) : SpecialUse.None;
    }

    private static void Add(SpecialUse use, params string[] names)
    {
        foreach (string name in names)
        {
            Uses[name] = use;
        }
    }
}
