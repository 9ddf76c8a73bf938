using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Mime;
using MailAdmin.Protocols.Transport;
using MailAdmin.Server.Engine;
using MailAdmin.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailAdmin.Tests.Dialogues;

/// <summary>
/// The store that a dialogue is given, real but without waiting for the disk, and the engine over it.
/// </summary>
internal sealed partial class DialogueWorld : IAsyncDisposable
{
    /// <summary>The password of every account that is not given another.</summary>
    public const string Password = "secret";

    private static readonly ChangeOrigin Origin = new("test", "dialogue", 0);
    private static readonly ScramCredential Credential = ScramCredential.Create(Password, 4_096);
    private readonly Dialogue dialogue;
    private readonly DialogueProtocol protocol;
    private readonly string path;
    private readonly IMailStorage storage;
    private readonly MailEngine engine;
    private readonly ServerLimits limits;

    private DialogueWorld(Dialogue dialogue, DialogueProtocol protocol, string path, IMailStorage storage)
    {
        this.dialogue = dialogue;
        this.protocol = protocol;
        this.path = path;
        this.storage = storage;
        Clock = new ManualClock(
            DateTimeOffset.Parse(dialogue["clock"] ?? "2026-07-01T12:00:00Z", CultureInfo.InvariantCulture));
        engine = new MailEngine(storage, Clock, NullLoggerFactory.Instance);
        limits = ReadLimits(dialogue["limits"]);
    }

    public ManualClock Clock { get; }

    public static async Task<DialogueWorld> CreateAsync(Dialogue dialogue, DialogueProtocol protocol)
    {
        string path = Path.Combine(Path.GetTempPath(), "mailadmin-" + Guid.NewGuid().ToString("N"));
        ServerLimits limits = ReadLimits(dialogue["limits"]);
        StoreSettings settings =
            new()
            {
                HostName = TestCertificate.HostName,
                MaxMessagesPerMailbox = limits.MessagesPerMailbox,
                MaxMessagesPerAccount = limits.MessagesPerAccount,
                Durability = StoreDurability.Process,
                TraceRetention = TimeSpan.FromDays(10_000),
            };
        if (dialogue["relay"] is { } networks)
        {
            settings = settings with { RelayNetwork = networks.Split(' ') };
        }

        if (dialogue["spoofed"] is { } spoofed)
        {
            settings = settings with { SpoofedSender = Enum.Parse<MailSpoofedSender>(spoofed) };
        }

        await MailStorage.InitializeAsync(path, settings, CancellationToken.None);
        IMailStorage storage =
            await MailStorage.OpenAsync(path, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        DialogueWorld world = new(dialogue, protocol, path, storage);
        foreach (string given in dialogue.Given)
        {
            await world.GiveAsync(given);
        }

        return world;
    }

    public SessionContext CreateContext(int number, MailTransport transport, bool implicitTls) => new()
    {
        Id = number,
        Protocol = Enum.Parse<MailProtocol>(dialogue["listener"] ?? protocol.Listener.ToString()),
        Transport = transport,
        IsImplicitTls = implicitTls,
        AllowPlaintextLogin = (dialogue["plaintext-login"] ?? "yes") == "yes",
        OffersChannelBinding = dialogue["channel-binding"] == "yes",
        HostName = TestCertificate.HostName,
        Limits = limits,
        Authenticator = engine.Authenticator,
        Mailboxes = storage.Mailboxes,
        Router = engine.Router,
        Trace = storage.Trace,
        Started = Clock.GetUtcNow(),
    };

    /// <summary>The messages of a mailbox in the order of their UIDs, one byte a char.</summary>
    public async Task<IReadOnlyList<string>> ReadMailboxAsync(string address, string mailbox)
    {
        AccountRecord account = await FindAccountAsync(address);
        MailboxInfo info = await storage.Mailboxes
            .FindAsync(account.Id, mailbox, default) ?? throw new InvalidOperationException($"no mailbox {mailbox}");
        using MailboxSnapshot snapshot = await storage.Mailboxes.OpenAsync(info.Id, null, claimRecent: false, default);
        List<string> messages = [];
        foreach (MessageInfo message in snapshot.Messages.ToArray())
        {
            using MessageContent content = await storage.Mailboxes.OpenMessageAsync(info.Id, message.Uid, default);
            byte[] bytes = new byte[content.Length];
            await content.ReadAsync(0, bytes, default);
            messages.Add(Encoding.Latin1.GetString(bytes));
        }

        return messages;
    }

    /// <summary>The messages that wait to be sent, by number, one a line.</summary>
    public async Task<IReadOnlyList<string>> DescribeQueueAsync()
    {
        List<string> items = [];
        await foreach (QueueItem item in storage.Queue.ListAsync(default))
        {
            IEnumerable<string> recipients = item.Recipients.Select(recipient =>
                $"{recipient.Address}{(recipient.Notify == DsnNotify.NotGiven ? "" : $" notify={recipient.Notify}")}"
            + (recipient.OriginalRecipient is { } original ? $" orcpt={original}" : ""));
            MessageOptions options = item.Options;
            string extra = (options.Return == DsnReturn.NotGiven ? "" : $" ret={options.Return}")
                + (options.EnvelopeId is null ? "" : $" envid={options.EnvelopeId}")
                + (options.Body == BodyType.SevenBit ? "" : $" body={options.Body}")
                + (options.RequiresTls ? " requiretls" : "")
                + (options.UsesUtf8 ? " smtputf8" : "")
                + (options.HoldUntil is { } hold ? string.Create(CultureInfo.InvariantCulture, $" hold={hold:O}") : "")
                + (
                    options.DeliverBy is { } by
                        ? string.Create(
                            CultureInfo.InvariantCulture,
                            $" by={by.Deadline:O};{(by.ReturnsThen ? "R" : "N")}{(by.WantsTrace ? "T" : "")}")
                        : "");
            items.Add($"<{item.ReversePath}> to {string.Join(", ", recipients)}{extra}");
        }

        return items;
    }

    /// <summary>The events of the trace, one a line.</summary>
    public async Task<IReadOnlyList<string>> DescribeTraceAsync()
    {
        List<string> events = [];
        await foreach (MailTraceEvent found in storage.Trace.FindAsync(new TraceFilter(), default))
        {
            string sender = found.Sender is null ? "-" : $"<{found.Sender}>";
            events.Add(
                $"{found.EventId} {found.Source} from {sender} to {found.Recipient ?? "-"} id {found.MessageId ?? "-"} "
                + $"subject '{found.Subject}' {found.ClientAddress} {found.StatusCode ?? "-"} {found.Detail}");
        }

        return events;
    }

    public Task DeliverAsync(string address, string bytes) =>
        AppendAsync(address, "INBOX", bytes, NamedFlags.None, Clock.GetUtcNow());

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        Directory.Delete(path, recursive: true);
    }

    [GeneratedRegex("<[\\w.-]+\\.eml>")]
    private static partial Regex FileName();

    private static ServerLimits ReadLimits(string? text)
    {
        ServerLimits limits = new() { LogonFailureDelay = TimeSpan.Zero };
        foreach (
            string pair in (text ?? "")
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=');
            PropertyInfo property =
                typeof(ServerLimits).GetProperty(parts[0]) ?? throw new FormatException($"no limit {parts[0]}");
            object value = property.PropertyType == typeof(TimeSpan)
                ? TimeSpan.Parse(parts[1], CultureInfo.InvariantCulture)
                : Convert.ChangeType(parts[1], property.PropertyType, CultureInfo.InvariantCulture);
            property.SetValue(limits, value);
        }

        return limits;
    }

    private async Task GiveAsync(string given)
    {
        string[] words = given.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words[0])
        {
            case "domain":
                await GiveDomainAsync(DomainName.Parse(words[1]), enabled: !words.Contains("disabled"));
                break;
            case "account":
                await GiveAccountAsync(EmailAddress.Parse(words[1]), words[2..]);
                break;
            case "alias":
                EmailAddress alias = EmailAddress.Parse(words[1]);
                await GiveDomainAsync(alias.Domain, enabled: true);
                AliasRecord record = new() { Address = alias, Target = [.. words[2..].Select(EmailAddress.Parse)] };
                await storage.Directory.Aliases.CreateAsync(record, Origin, default);
                break;
            case "group":
                EmailAddress group = EmailAddress.Parse(words[1]);
                await GiveDomainAsync(group.Domain, enabled: true);
                GroupRecord members =
                    new()
            {
                Address = group,
                PostPermission = Enum.Parse<PostPermission>(words[2]),
                Owner = [EmailAddress.Parse(words[3])],
                Member = [.. words[4..].Select(EmailAddress.Parse)],
            };
                await storage.Directory.Groups.CreateAsync(members, Origin, default);
                break;
            case "mailbox":
                await storage.Mailboxes.CreateAsync(
                    (await FindAccountAsync(words[1])).Id, words[2], SpecialUse.None, default);
                break;
            case "message":
                await GiveMessageAsync(given, words);
                break;
            default:
                throw new FormatException($"given: {given}");
        }
    }

    private async Task GiveDomainAsync(DomainName name, bool enabled)
    {
        if (await storage.Directory.Domains.FindAsync(name, default) is null)
        {
            await storage.Directory.Domains.CreateAsync(
                new DomainRecord { Name = name, Enabled = enabled }, Origin, default);
        }
    }

    private async Task GiveAccountAsync(EmailAddress address, string[] words)
    {
        await GiveDomainAsync(address.Domain, enabled: true);
        AccountRecord account = new() { Address = address, Password = Credential };
        for (int i = 0; i < words.Length; i++)
        {
            account = words[i] switch
            {
                "password" => account with { Password = ScramCredential.Create(words[++i], 4_096) },
                "quota" => account with { Quota = MailSize.Parse(words[++i]) },
                "disabled" => account with { Enabled = false },
                "forward" => account with { ForwardTo = [EmailAddress.Parse(words[++i])] },
                "without-copy" => account with { KeepCopy = false },
                "receive-only" => account with { ReceiveOnly = true },
                "daily" => account with { MaxSendPerDay = int.Parse(words[++i], CultureInfo.InvariantCulture) },
                "protocol" => account with { Protocol = [.. words[++i].Split(',').Select(Enum.Parse<MailProtocol>)] },
                "leave" => account with { Pop3LeaveOnServerDays = int.Parse(words[++i], CultureInfo.InvariantCulture) },
                _ => throw new FormatException($"given: account … {words[i]}"),
            };
        }

        await storage.Directory.Accounts.CreateAsync(account, Origin, default);
    }

    private async Task GiveMessageAsync(string given, string[] words)
    {
        string bytes = dialogue.Insert(FileName().Match(given).Value);
        DateTimeOffset date = Clock.GetUtcNow();
        SystemFlags system = SystemFlags.None;
        List<string> keywords = [];
        foreach (string word in words.Skip(3).Where(word => word[0] != '<'))
        {
            if (word.StartsWith("date=", StringComparison.Ordinal))
            {
                date = DateTimeOffset.Parse(word[5..], CultureInfo.InvariantCulture);
            }
            else if (word[0] == '\\')
            {
                system |= Enum.Parse<SystemFlags>(word[1..], ignoreCase: true);
            }
            else
            {
                keywords.Add(word);
            }
        }

        await AppendAsync(words[1], words[2], bytes, new NamedFlags(system, keywords), date);
    }

    private async Task AppendAsync(string address, string mailbox, string bytes, NamedFlags flags, DateTimeOffset date)
    {
        AccountRecord account = await FindAccountAsync(address);
        MailboxInfo info = await storage.Mailboxes
            .FindAsync(account.Id, mailbox, default) ?? throw new InvalidOperationException($"no mailbox {mailbox}");
        await using MessageSpool spool = storage.Mailboxes.CreateSpool();
        await spool.WriteAsync(Encoding.Latin1.GetBytes(bytes), default);
        await spool.CompleteAsync(default);
        using MessageContent content = spool.OpenContent();
        ReadOnlyMemory<byte> structure = await MessageStructure.DeriveAsync(content, limits, default);
        await storage.Mailboxes.AppendAsync(
            [new AppendRequest(new NewMessage(spool, structure, date), info.Id, flags)], origin: 0, default);
    }

    private async Task<AccountRecord> FindAccountAsync(string address) =>
        await storage.Directory.Accounts.FindAsync(EmailAddress.Parse(address), default)
            ?? throw new InvalidOperationException($"no account {address}");
}
