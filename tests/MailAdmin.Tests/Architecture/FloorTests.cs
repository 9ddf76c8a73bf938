namespace MailAdmin.Tests.Architecture;

/// <summary>The floors of each project: a folder uses only the folders below it.</summary>
public sealed class FloorTests
{
    /// <summary>
    /// The folders of a project, from the lowest to the highest. A folder stands for its own files, not for the folders
    /// in it; "." is the folder of the project. To add a project, add its name and all its folders that have files.
    /// </summary>
    private static readonly Dictionary<string, string[]> Floors = new()
    {
        ["Server"] =
        [
            "Services", "Telemetry", "Logging", "Secrets", "Network", "Arguments", "Certificates", "Events", "Logon", "Reports", "Notices", "Routing",
            "Outbound/Smtp", "Outbound", "Listeners",
            "Administration/Handling", "Administration/Changes", "Administration/Stores", "Administration/Accounts", "Administration/Domains",
            "Administration/Aliases", "Administration/Groups", "Administration/Names", "Administration/Quotas", "Administration/Mailboxes", "Administration/Contents",
            "Administration/Queue", "Administration/Listeners", "Administration/Sessions", "Administration/Trace",
            "Administration", "Engine", "Control", "Ownership", "Transfer/Files", "Transfer",
        ],
        ["MailAdmin"] =
        [
            "Arguments", "Pipeline", "Loading", "Completion", "Diagnosis", "Reporting", "Maintenance",
            "Commands/Accounts", "Commands/Aliases", "Commands/Changes", "Commands/Contents", "Commands/Diagnosis", "Commands/Domains", "Commands/Groups",
            "Commands/Listeners", "Commands/Log", "Commands/Mailboxes", "Commands/Maintenance", "Commands/Queue", "Commands/Quotas", "Commands/Reports", "Commands/Services",
            "Commands/Sessions",
            "Commands/Stores", "Commands/Trace",
        ],
        ["Protocols"] =
        [
            "Transport", "Mime", "Tracing", "Syntax", "Sasl",
            "Imap/Syntax", "Imap/Wire", "Imap/Selection", "Imap/Searching", "Imap/Session", "Imap/Commands", "Imap",
            "Pop3/Syntax", "Pop3/Session", "Pop3/Commands", "Pop3",
            "Smtp/Syntax", "Smtp/Content", "Smtp/Session", "Smtp/Delivery", "Smtp/Parameters", "Smtp/Commands", "Smtp",
        ],
        ["Diagnostics"] =
        [
            ".", "Texts", "Replies", "Wire", "Web", "Registration", "Local",

            // A folder for each question; none uses another.
            "Connection", "Domains", "Tls", "Relay", "Blocklists", "RoundTrip", "Server", "Errors", "Providers",
        ],
        ["Storage"] =
        [
            "Disk", "Log", "Content", "Mailboxes", "Operations", "Queue", "Directory", "Trace", "Commit", "Backup", ".",
        ],
    };

    public static TheoryData<string> Projects => [.. Floors.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_folder_uses_only_those_below_it(string project)
    {
        SourceFolders folders = SourceFolders.Read(project);
        string[] order = Floors[project];

        IEnumerable<string> upward = folders.Uses
            .Where(use => Array.IndexOf(order, use.From) < Array.IndexOf(order, use.To))
            .Select(use => $"{use.File} in {use.From} uses {use.Name} of {use.To}");

        Assert.Equal(order.Order(), folders.Names.Order());
        Assert.Empty(upward);
    }

    [Fact]
    public void Uses_are_found_by_using_directive_by_qualified_name_and_by_the_namespace_around()
    {
        SourceFolders folders = new(
        [
            ("Low/Base.cs", "namespace P.Low;\npublic sealed class Base { }"),
            ("Low/Up.cs", "using P.High;\nnamespace P.Low;\ninternal class Up { }"),
            ("Low/Qualified.cs", "namespace P.Low;\ninternal class Qualified { object x = new High.Top(); }"),
            (
                "Low/Inner/Nested.cs",
                "namespace P.Low.Inner;\ninternal class Nested { Base? b; /* Top */ string s = \"Top\"; }"),
            ("High/Top.cs", "namespace P.High;\ninternal class Top { int Base; }"),
        ]);

        Assert.Equal(
            ["Low > High (P.High)", "Low > High (Top)", "Low/Inner > Low (Base)"],
            folders.Uses.Select(use => $"{use.From} > {use.To} ({use.Name})").Order());
    }
}
