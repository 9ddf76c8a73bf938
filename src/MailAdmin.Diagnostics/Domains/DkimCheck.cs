using System.Globalization;
using System.Security.Cryptography;
using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>
/// DKIM keys. The DNS does not tell which selectors there are: those that are given must be there, without them the usual
/// ones of programs and providers are tried. RFC 6376 §3.6.1; RFC 8301 §3.2 (length); RFC 8463 (Ed25519)
/// </summary>
internal sealed class DkimCheck : IDomainCheck
{
    private const int ShortestKey = 1024;
    private const int GoodKey = 2048;

    private static readonly string[] Usual =
    [
        "default", "dkim", "mail", "email", "smtp", "key1", "selector1", "selector2", "google", "s1", "s2", "k1", "k2", "k3", "fm1", "fm2", "fm3",
        "sig1", "zoho", "protonmail", "mandrill", "pm", "mxvault", "s1024", "s2048",
    ];

    public MailTestLayer Layer => MailTestLayer.Policy;

    public string Name => "ZoneDkim";

    public async Task<IReadOnlyList<DomainFinding>> RunAsync(DomainContext context, CancellationToken cancellationToken)
    {
        bool areGiven = context.Request.Selectors.Count > 0;
        IReadOnlyList<string> selectors = areGiven ? context.Request.Selectors : Usual;
        DomainFinding?[] findings = await Task.WhenAll(selectors.Select(selector => LookAtAsync(context, selector, areGiven, cancellationToken)));
        DomainFinding[] found = [.. findings.OfType<DomainFinding>()];
        return found.Length > 0 ? found : [DomainFinding.Warn(MailTestCode.DkimNotFound, "", "")];
    }

    private static async Task<DomainFinding?> LookAtAsync(DomainContext context, string selector, bool isGiven, CancellationToken cancellationToken)
    {
        string name = $"{selector}._domainkey.{context.Domain}";
        DnsResult<string> texts = await context.Dns.TextsAsync(name, cancellationToken);
        if (texts.IsUnknown)
        {
            return isGiven ? DomainFinding.Unknown(name, texts) : null;
        }

        if (texts.IsNone)
        {
            return isGiven ? DomainFinding.Fail(MailTestCode.DkimNotFound, "Selector", $"{name} TXT: {texts.Outcome}", ("selector", selector)) : null;
        }

        DomainFinding finding = Judge(texts.Records);
        return finding with
        {
            Outcome = finding.Outcome.With(("selector", selector)),
            Evidence = string.Join('\n', texts.Records.Select(text => $"{name} TXT {text}")),
        };
    }

    private static DomainFinding Judge(IReadOnlyList<string> texts)
    {
        if (texts.Count > 1)
        {
            return DomainFinding.Fail(MailTestCode.DkimKeyInvalid, "Several", "");
        }

        if (TagList.TryRead(texts[0]) is not { } tags || !tags.TryGetValue("p", out string? key) || (tags.TryGetValue("v", out string? version) && version != "DKIM1"))
        {
            return DomainFinding.Fail(MailTestCode.DkimKeyInvalid, "", "");
        }

        if (key.Length == 0)
        {
            return DomainFinding.Warn(MailTestCode.DkimKeyRevoked, "", "");
        }

        string type = tags.GetValueOrDefault("k", "rsa");
        if (SizeOf(type, key) is not { } size)
        {
            return DomainFinding.Fail(MailTestCode.DkimKeyInvalid, "", "");
        }

        (string, string)[] values = [("type", type), ("size", size.ToString(CultureInfo.InvariantCulture))];
        bool isWeak = type == "rsa" && size < GoodKey;
        if (isWeak)
        {
            MailTestStatus status = size < ShortestKey ? MailTestStatus.Fail : MailTestStatus.Warning;
            return new DomainFinding(new CheckOutcome(status, MailTestCode.DkimKeyWeak).With(values));
        }

        return tags.GetValueOrDefault("t", "").Split(':', StringSplitOptions.TrimEntries).Contains("y")
            ? DomainFinding.Warn(MailTestCode.DkimTesting, "", "")
            : DomainFinding.Pass("ZoneDkim", "", values);
    }

    /// <summary>The length of a key in bits; null: it is none.</summary>
    private static int? SizeOf(string type, string text)
    {
        try
        {
            byte[] key = Convert.FromBase64String(text.Replace(" ", "", StringComparison.Ordinal));
            if (type == "ed25519")
            {
                return key.Length == 32 ? 256 : null;
            }

            if (type != "rsa")
            {
                return null;
            }

            using RSA rsa = RSA.Create();
            rsa.ImportSubjectPublicKeyInfo(key, out _);
            return rsa.KeySize;
        }
        catch (Exception failure) when (failure is FormatException or CryptographicException)
        {
            return null;
        }
    }
}
