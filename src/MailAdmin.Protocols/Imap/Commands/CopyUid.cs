using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Syntax;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>The response code with the UIDs of copies. RFC 4315 §3</summary>
internal static class CopyUid
{
    /// <summary>resp-code-copy = "COPYUID" SP nz-number SP uid-set SP uid-set</summary>
    public static string Format(CopyOutcome outcome)
    {
        string source = UidSetText.Format(outcome.Pairs.Select(pair => pair.Source.Value));
        string target = UidSetText.Format(outcome.Pairs.Select(pair => pair.Target.Value));
        return FormattableString.Invariant($"COPYUID {outcome.UidValidity} {source} {target}");
    }
}
