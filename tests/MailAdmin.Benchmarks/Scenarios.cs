using MailAdmin.Benchmarks.Imap;
using MailAdmin.Benchmarks.Mime;
using MailAdmin.Benchmarks.Server;
using MailAdmin.Benchmarks.Soak;
using MailAdmin.Benchmarks.Storage;

namespace MailAdmin.Benchmarks;

/// <summary>A load with a name.</summary>
/// <param name="Description">What it does, and its arguments.</param>
/// <param name="RunAsync">Runs it and writes the figures.</param>
internal sealed record Scenario(string Description, Func<ScenarioArguments, TextWriter, Task> RunAsync);

/// <summary>All scenarios; a new one is a line here and a class in the folder of its part.</summary>
internal static class Scenarios
{
    public static IReadOnlyDictionary<string, Scenario> All { get; } = new Dictionary<string, Scenario>(
        StringComparer.OrdinalIgnoreCase)
    {
        ["log"] = new(
            "records that the log alone commits: --writers 32 --size 4096 --seconds 5 --path <folder>",
            LogScenario.RunAsync),
        ["append"] = new(
            "messages appended to mailboxes: --writers 32 --size 4096 --seconds 5 --accounts 32 --path <folder>",
            AppendScenario.RunAsync),
        ["accounts"] = new(
            "accounts created, and the store opened with them: --count 100000 --path <folder>",
            AccountsScenario.RunAsync),
        ["changes"] = new(
            "a long change journal is written, and pages of it are found: --count 1000000 --path <folder>",
            ChangesScenario.RunAsync),
        ["open"] = new(
            "a store with many messages is opened, and mailboxes are read: --count 1000000 --path <folder>",
            OpenScenario.RunAsync),
        ["queue"] = new(
            "messages queued and deferred, and the store opened with them: --count 100000 --writers 32 --size 4096 --path <folder>",
            QueueScenario.RunAsync),
        ["imap"] = new(
            "what IMAP commands cost the server alone: --count 10000 --size 4096 --path <folder>",
            ImapScenario.RunAsync),
        ["smtp"] = new(
            "durable deliveries over SMTP beside the log alone: --connections 32 --size 4096 --seconds 5 --warmup 3 --path <folder>",
            SmtpScenario.RunAsync),
        ["outbound"] = new(
            "messages sent from the queue to a sink, to 1 and to 32 domains: --count 2000 --size 4096 --sink <address:port> --path <folder>",
            OutboundScenario.RunAsync),
        ["soak"] = new(
            "half a day of mixed load in one run, and what the server uses: --deliveries 100000 --commands 1000000 --path <folder>",
            SoakScenario.RunAsync),
        ["soak-server"] = new("the server of soak, which starts it: --store <folder>", SoakServer.RunAsync),
        ["control"] = new(
            "accounts listed and made by the owner and over the control channel: --count 100000 --path <folder>",
            ControlScenario.RunAsync),
        ["structure"] = new(
            "structures derived and read, and searches by them, in memory: --count 10000 --size 4096",
            StructureScenario.RunAsync),
    };
}
