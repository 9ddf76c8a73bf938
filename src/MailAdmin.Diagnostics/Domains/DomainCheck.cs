using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>One check of a domain; independent ones run side by side.</summary>
/// <param name="layer">The layer to which it belongs.</param>
/// <param name="name">The name of the check in the resource files, without "Check.".</param>
internal abstract class DomainCheck(MailTestLayer layer, string name)
{
    public MailTestLayer Layer => layer;

    public string Name => name;

    /// <summary>Makes the check; at least one outcome.</summary>
    public abstract Task<IReadOnlyList<CheckOutcome>> RunAsync(
        DomainContext context, CancellationToken cancellationToken);

    /// <summary>Checks items side by side. Returns <paramref name="none"/> when no item has an outcome.</summary>
    protected static async Task<IReadOnlyList<CheckOutcome>> CheckAllAsync<T>(
        IEnumerable<T> items, Func<T, Task<CheckOutcome?>> check, CheckOutcome none)
    {
        CheckOutcome?[] outcomes = await Task.WhenAll(items.Select(check));
        CheckOutcome[] found = [.. outcomes.OfType<CheckOutcome>()];
        return found.Length > 0 ? found : [none];
    }

    /// <summary>The outcome when it is not known whether there are records.</summary>
    protected static CheckOutcome Unknown<T>(
        string name, DnsResult<T> result, MailTestStatus status = MailTestStatus.Warning)
    {
        string code = result.Outcome == DnsOutcome.NoAnswer
            ? MailTestCode.ResolverUnreachable
            : MailTestCode.DnsServerFailed;
        return new CheckOutcome(status, code) { Variant = "Question" }
            .With(("name", name), ("problem", result.Problem ?? ""));
    }

    /// <summary>Records as evidence, a line each.</summary>
    protected static string Evidence(string name, string type, IEnumerable<string> records) =>
        string.Join('\n', records.Select(record => $"{name} {type} {record}"));
}
