using System.Globalization;

namespace MailAdmin.Server.Reports;

/// <summary>Reports in Japanese.</summary>
internal sealed class JapaneseReportTexts : ReportTexts
{
    public static JapaneseReportTexts Instance { get; } = new();

    public override string Subject(DeliveryAction action, string? subject)
    {
        string what = action switch
        {
            DeliveryAction.Failed => "配信できませんでした",
            DeliveryAction.Delayed => "配信が遅れています",
            _ => "配信されました",
        };
        return subject is null ? what : $"{what}: {subject}";
    }

    public override string Opening(string hostName, string? subject, DateTimeOffset arrived)
    {
        string about = subject is null ? "メール" : $"メール「{subject}」";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"メールサーバー {hostName} からのお知らせです。{arrived:yyyy年M月d日 HH:mm} (UTC) に受け付けた{about}についてお知らせします。");
    }

    public override string Heading(DeliveryAction action) => action switch
    {
        DeliveryAction.Failed => "次の宛先には配信できませんでした。",
        DeliveryAction.Delayed => "次の宛先にはまだ配信できていません。このサーバーが引き続き送信を試みますので、再送しないでください。",
        DeliveryAction.Delivered => "次の宛先に配信しました。",
        DeliveryAction.Relayed => "次の宛先のメールは、配信結果を通知しないサーバーに引き渡しました。",
        _ => "次の宛先のメンバーに転送しました。",
    };

    public override string Reply(string? host, string reply) =>
        host is null ? $"応答: {reply}" : $"サーバー {host} の応答: {reply}";

    public override string Reason(string reason) => $"理由: {reason}";

    public override string RetryUntil(DateTimeOffset until) =>
        string.Create(CultureInfo.InvariantCulture, $"{until:yyyy年M月d日 HH:mm} (UTC) まで送信を試みます。");

    public override string? Advice(string status) => status.Length < 3 ? null : status[2..] switch
    {
        "1.1" => "このメールアドレスは存在しません。@ より前の部分に間違いがないか確認してください。",
        "1.2" => "このドメインは存在しません。@ より後の部分に間違いがないか確認してください。",
        "1.10" => "このドメインはメールを受け取りません。",
        "2.1" => "このメールボックスは無効になっています。",
        "2.2" => "相手のメールボックスがいっぱいです。しばらくしてから送り直してください。",
        "2.3" or "3.4" => "メールが大きすぎます。分けて送るか、リンクを送ってください。",
        "4.1" or "4.2" => "相手のサーバーに接続できませんでした。",
        "4.3" => "ドメインのネームサーバーが応答しません。",
        "4.4" => "ドメインのメールサーバーが DNS に見つかりません。",
        "4.6" => "メールが同じサーバーの間を回り続けています。サーバーの管理者による対応が必要です。",
        "4.7" => "期限までに配信できませんでした。",
        "6.1" or "6.3" => "相手のサーバーはこの形式のメールを受け取れません。テキスト形式または添付ファイルで送ってください。",
        "6.7" => "相手のサーバーは ASCII 以外の文字を含むアドレスや件名を受け取れません。",
        "7.30" => "保護された通信 (REQUIRETLS) が求められましたが、相手側が対応していません。",
        _ => status[2] == '7' ? "相手側の規則により拒否されました。詳しくは相手側の管理者に問い合わせてください。" : null,
    };

    public override string Closing(bool hasFailure) => hasFailure
        ? "以下は管理者向けの詳細と、お送りになったメールです。"
        : "以下は管理者向けの詳細と、お送りになったメールのヘッダーです。";
}
