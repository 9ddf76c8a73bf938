using System.Globalization;
using System.Text.RegularExpressions;
using MailAdmin.Diagnostics.Texts;
using MailAdmin.Texts;

namespace MailAdmin.Diagnostics.Errors;

/// <summary>Explains an error text or code. Of an unknown code, its class says whether it is temporary.</summary>
public sealed partial class ErrorResolver
{
    private readonly CultureInfo culture;
    private readonly TextCatalogue texts;
    private readonly ErrorReader reader;

    /// <summary>Explains errors in a language.</summary>
    public ErrorResolver(CultureInfo culture)
    {
        this.culture = culture;
        texts = DiagnosisTexts.For(culture);
        reader = new ErrorReader(key => texts.TryFind($"Error.{key}") is not null, IsTestCode);
    }

    /// <summary>The meaning of an error.</summary>
    public MailErrorResolution Resolve(ErrorInput input)
    {
        ErrorMatch match = reader.Read(input) ?? new ErrorMatch("Unknown", ["Unknown"]);
        if (match.Own is { } own)
        {
            return ResolveOwn(own, input.Exception?.Text ?? match.Text ?? MailText.Of(own.ToString()), input);
        }

        if (match.IsTestCode)
        {
            return ResolveTestCode(match.Code, input);
        }

        List<TextEntry> found =
            [.. match.Keys.Select(key => texts.TryFind($"Error.{key}")).OfType<TextEntry>()];
        Dictionary<string, string> values = new() { ["name"] = match.Code };
        string explanation = First(found, text => text.Explanation);
        string duration = match.Class is '4' or '5' ? texts.TryFind($"Error.Class.{match.Class}")!.Explanation : "";
        return new MailErrorResolution
        {
            Input = input.Text,
            Code = match.Code,
            Message = TextTemplate.Fill(First(found, text => text.Message), values),
            Explanation = explanation == duration ? explanation : $"{explanation} {duration}".Trim(),
            Suggestion = First(found, text => text.Suggestion),
            FixCommand = FixCommand(match, input.Text),
            Standard = match.Standard,
        };
    }

    // The exception names what it is about; an ErrorId alone has the general text.
    private MailErrorResolution ResolveOwn(MailError error, MailText text, ErrorInput input) => new()
    {
        Input = input.Text,
        Code = error.ToString(),
        Message = text.In(culture),
        Explanation = text.ExplanationIn(culture),
        Suggestion = text.SuggestionIn(culture),
        FixCommand = ForOwn(error, text),
    };

    // The names of things, such as Check.Port, and texts about errors have a dot in their key.
    private bool IsTestCode(string word) =>
        word is not (MailTestCode.Ok or MailTestCode.Skipped)
        && !word.Contains('.', StringComparison.Ordinal)
        && texts.TryFind(word) is not null;

    /// <summary>A code alone does not say what it is about, so its values are shown by their names.</summary>
    private MailErrorResolution ResolveTestCode(string code, ErrorInput input)
    {
        TextEntry text = texts.Find(code);
        return new MailErrorResolution
        {
            Input = input.Text,
            Code = code,
            Message = TextTemplate.Fill(text.Message, Placeholder),
            Explanation = TextTemplate.Fill(text.Explanation, Placeholder),
            Suggestion = TextTemplate.Fill(text.Suggestion, Placeholder),
        };
    }

    private static string Placeholder(string name) => $"<{name}>";

    private static string First(IEnumerable<TextEntry> found, Func<TextEntry, string> part) =>
        found.Select(part).FirstOrDefault(text => text.Length > 0) ?? "";

    /// <summary>A command that shows more about the server that the text names with its port.</summary>
    private static string FixCommand(ErrorMatch match, string text)
    {
        bool isAboutServer = match.Keys[0].StartsWith("Socket", StringComparison.Ordinal)
            || match.Keys[0].StartsWith("Phrase", StringComparison.Ordinal);
        Match server = HostAndPort().Match(text);
        return isAboutServer
            && int.TryParse(server.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            && StandardPorts.ByNumber(port) is not null
            ? $"Test-MailConnection -Server {server.Groups[1].Value} -Port {port}"
            : "";
    }

    private static string ForOwn(MailError error, MailText text) => error switch
    {
        MailError.StoreNotFound when text.Values is [var path, ..] =>
            $"Initialize-MailStore -Path {CommandText.Quote(path.In(CultureInfo.InvariantCulture))}",
        MailError.StoreNotFound => "Initialize-MailStore",
        MailError.StoreFailed => "Test-MailStore",
        MailError.StoreLocked or MailError.OwnerUnreachable or MailError.DiskFull =>
            "Get-MailStore",
        MailError.DomainNotFound or MailError.RelayDenied => "Get-MailDomain",
        MailError.AccountNotFound or MailError.RecipientNotFound => "Get-MailAccount",
        MailError.ProtocolDisabled => "Get-MailAccount",
        MailError.AccountDisabled => "Get-MailAccount -Disabled",
        MailError.AliasNotFound => "Get-MailAlias",
        MailError.GroupNotFound => "Get-MailGroup",
        MailError.OverQuota => "Get-MailQuota -Threshold 80",
        MailError.PortInUse or MailError.ListenerNotFound => "Get-MailListener",
        MailError.MailboxLocked or MailError.SessionNotFound => "Get-MailSession",
        MailError.QueueItemNotFound => "Get-MailQueueItem",
        MailError.AppPasswordNotFound => "Get-MailAppPassword",
        MailError.LogonBlocked => "Get-MailLogonBlock",
        _ => "",
    };

    [GeneratedRegex(
        @"\b((?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.){1,10}[a-z][a-z0-9\-]{1,61}|localhost):(\d{2,5})\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex HostAndPort();
}
