using System.Globalization;
using System.Text.RegularExpressions;
using MailAdmin.Diagnostics.Texts;

namespace MailAdmin.Diagnostics.Errors;

/// <summary>
/// Explains an error text or code. One that is not known is reported as such; the class of a code still says whether it
/// is temporary.
/// </summary>
public sealed partial class ErrorResolver
{
    private readonly DiagnosisTexts texts;
    private readonly ErrorReader reader;

    /// <summary>Explains errors in a language.</summary>
    public ErrorResolver(CultureInfo culture)
    {
        texts = DiagnosisTexts.For(culture);
        reader = new ErrorReader(key => texts.TryFind($"Error.{key}") is not null);
    }

    /// <summary>The meaning of an error.</summary>
    public MailErrorResolution Resolve(ErrorInput input)
    {
        ErrorMatch match = reader.Read(input) ?? new ErrorMatch("Unknown", ["Unknown"]);
        List<DiagnosisText> found =
            [.. match.Keys.Select(key => texts.TryFind($"Error.{key}")).OfType<DiagnosisText>()];
        Dictionary<string, string> values = new() { ["name"] = match.Code };
        string explanation = First(found, text => text.Explanation);
        string duration = match.Class is '4' or '5' ? texts.TryFind($"Error.Class.{match.Class}")!.Explanation : "";
        return new MailErrorResolution
        {
            Input = input.Text,
            Code = match.Code,
            Message = DiagnosisTexts.Fill(First(found, text => text.Message), values),
            Explanation = explanation == duration ? explanation : $"{explanation} {duration}".Trim(),
            Suggestion = First(found, text => text.Suggestion),
            FixCommand = FixCommand(match, input.Text),
            Standard = match.Standard,
        };
    }

    private static string First(IEnumerable<DiagnosisText> found, Func<DiagnosisText, string> part) =>
        found.Select(part).FirstOrDefault(text => text.Length > 0) ?? "";

    /// <summary>
    /// A command that shows more, for what the text names: our own objects, or a server with its port.
    /// </summary>
    private static string FixCommand(ErrorMatch match, string text)
    {
        if (match.Keys[0].StartsWith("Own", StringComparison.Ordinal))
        {
            return ForOwn(match.Code);
        }

        bool isAboutServer = match.Keys[0].StartsWith("Socket", StringComparison.Ordinal)
            || match.Keys[0].StartsWith("Phrase", StringComparison.Ordinal);
        Match server = HostAndPort().Match(text);
        return isAboutServer
            && int.TryParse(server.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            && StandardPorts.ByNumber(port) is not null
            ? $"Test-MailConnection -Server {server.Groups[1].Value} -Port {port}"
            : "";
    }

    private static string ForOwn(string code) => code switch
    {
        nameof(MailError.StoreNotFound) => "Initialize-MailStore",
        nameof(MailError.StoreFailed) => "Test-MailStore",
        nameof(MailError.StoreLocked) or nameof(MailError.OwnerUnreachable) or nameof(MailError.DiskFull) =>
            "Get-MailStore",
        nameof(MailError.DomainNotFound) or nameof(MailError.RelayDenied) => "Get-MailDomain",
        nameof(MailError.AccountNotFound) or nameof(MailError.RecipientNotFound) => "Get-MailAccount",
        nameof(MailError.ProtocolDisabled) => "Get-MailAccount",
        nameof(MailError.AccountDisabled) => "Get-MailAccount -Disabled",
        nameof(MailError.AliasNotFound) => "Get-MailAlias",
        nameof(MailError.GroupNotFound) => "Get-MailGroup",
        nameof(MailError.OverQuota) => "Get-MailQuota -Threshold 80",
        nameof(MailError.PortInUse) or nameof(MailError.ListenerNotFound) => "Get-MailListener",
        nameof(MailError.MailboxLocked) or nameof(MailError.SessionNotFound) => "Get-MailSession",
        nameof(MailError.QueueItemNotFound) => "Get-MailQueueItem",
        _ => "",
    };

    [GeneratedRegex(
        @"\b((?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.){1,10}[a-z][a-z0-9\-]{1,61}|localhost):(\d{2,5})\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex HostAndPort();
}
