using System.Security.Cryptography;
using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>
/// DKIM keys. The DNS does not list selectors: those that are given must exist, and without them the usual ones of
/// programs and providers are tried. RFC 6376 §3.6.1; RFC 8301 §3.2 (length); RFC 8463 (Ed25519)
/// </summary>
internal sealed class DkimCheck() : DomainCheck(MailTestLayer.Policy, "ZoneDkim")
{
    private const int ShortestKey = 1024;
    private const int RecommendedKey = 2048;

    private static readonly string[] Usual =
    [
        "default", "dkim", "mail", "email", "smtp", "key1", "selector1", "selector2", "google", "s1", "s2", "k1", "k2",
        "k3", "fm1", "fm2", "fm3", "sig1", "zoho", "protonmail", "mandrill", "pm", "mxvault", "s1024", "s2048",
    ];

    public override Task<IReadOnlyList<CheckOutcome>> RunAsync(
        DomainContext context, CancellationToken cancellationToken)
    {
        bool areGiven = context.Request.Selectors.Count > 0;
        return CheckAllAsync(
            areGiven ? context.Request.Selectors : Usual,
            selector => CheckAsync(context, selector, areGiven, cancellationToken),
            CheckOutcome.Warn(MailTestCode.DkimNotFound));
    }

    private static async Task<CheckOutcome?> CheckAsync(
        DomainContext context, string selector, bool isGiven, CancellationToken cancellationToken)
    {
        string name = $"{selector}._domainkey.{context.Domain}";
        DnsResult<string> texts = await context.Dns.TextsAsync(name, cancellationToken);
        if (texts.Outcome == DnsOutcome.Found)
        {
            return Evaluate(texts.Records).With(("selector", selector))
                .WithEvidence(Evidence(name, "TXT", texts.Records));
        }

        return !isGiven ? null
            : texts.IsUnknown ? Unknown(name, texts)
            : CheckOutcome.Fail(MailTestCode.DkimNotFound, "Selector", ("selector", selector))
                .WithEvidence($"{name} TXT: {texts.Outcome}");
    }

    private static CheckOutcome Evaluate(IReadOnlyList<string> texts)
    {
        if (texts.Count > 1)
        {
            return CheckOutcome.Fail(MailTestCode.DkimKeyInvalid, "Several");
        }

        if (TagList.TryRead(texts[0]) is not { } tags
            || !tags.TryGetValue("p", out string? key)
            || tags.GetValueOrDefault("v", "DKIM1") != "DKIM1")
        {
            return CheckOutcome.Fail(MailTestCode.DkimKeyInvalid);
        }

        if (key.Length == 0)
        {
            return CheckOutcome.Warn(MailTestCode.DkimKeyRevoked);
        }

        string type = tags.GetValueOrDefault("k", "rsa");
        if (SizeOf(type, key) is not { } size)
        {
            return CheckOutcome.Fail(MailTestCode.DkimKeyInvalid);
        }

        bool isTest = tags.GetValueOrDefault("t", "").Split(':', StringSplitOptions.TrimEntries).Contains("y");
        CheckOutcome outcome = type != "rsa" || size >= RecommendedKey
            ? isTest ? CheckOutcome.Warn(MailTestCode.DkimTesting) : CheckOutcome.Pass("ZoneDkim")
            : size < ShortestKey ? CheckOutcome.Fail(MailTestCode.DkimKeyWeak)
            : CheckOutcome.Warn(MailTestCode.DkimKeyWeak);
        return outcome.With(("type", type), ("size", $"{size}"));
    }

    /// <summary>The length of a key in bits; null when the text is not a key.</summary>
    private static int? SizeOf(string type, string text)
    {
        try
        {
            byte[] key = Convert.FromBase64String(text.Replace(" ", "", StringComparison.Ordinal));
            if (type != "rsa")
            {
                return type == "ed25519" && key.Length == 32 ? 256 : null;
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
