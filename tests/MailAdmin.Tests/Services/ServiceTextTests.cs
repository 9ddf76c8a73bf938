using System.Text.RegularExpressions;
using System.Xml.Linq;
using MailAdmin.Server.Services;

namespace MailAdmin.Tests.Services;

/// <summary>Definitions of services, which are the same text on every platform, and what each format makes of a path.</summary>
public sealed class ServiceTextTests
{
    private const string Odd = "/srv/メール 100%/o'brien’s $HOME \"x\" \\ & <b>--";

    internal static ServiceDescription Service(string store = "/var/lib/mailadmin") => new()
    {
        Name = "mailadmin",
        StorePath = store,
        User = "mailadmin",
        Command = PowerShellScript.Command(
            ["/usr/bin/pwsh"], "/opt/MailAdmin.psd1", $"Start-MailListener -StorePath {PowerShellScript.Quote(store)} -Wait"),
        Files = ["/usr/bin/pwsh", "/opt/MailAdmin.psd1"],
    };

    [Fact]
    public void Unit_opens_low_ports_without_root_and_writes_only_the_store()
    {
        string[] lines = SystemdUnit.Text(Service()).Split('\n');

        Assert.Contains("User=mailadmin", lines);
        Assert.Contains("AmbientCapabilities=CAP_NET_BIND_SERVICE", lines);
        Assert.Contains("CapabilityBoundingSet=CAP_NET_BIND_SERVICE", lines);
        Assert.Contains("NoNewPrivileges=yes", lines);
        Assert.Contains("ProtectSystem=strict", lines);
        Assert.Contains("ReadWritePaths=\"/var/lib/mailadmin\"", lines);
        Assert.Contains("ProtectHome=yes", lines);
        Assert.Contains("Restart=on-failure", lines);
        Assert.Contains("WantedBy=multi-user.target", lines);
    }

    [Fact]
    public void Unit_sees_the_home_folders_only_when_the_service_needs_one() =>
        Assert.Contains("ProtectHome=read-only\n", SystemdUnit.Text(Service("/home/ann/store")), StringComparison.Ordinal);

    [Fact]
    public void Unit_gives_the_words_of_the_command_back_as_systemd_reads_them()
    {
        ServiceDescription service = Service(Odd);

        string line = SystemdUnit.Text(service).Split('\n').Single(text => text.StartsWith("ExecStart=", StringComparison.Ordinal));

        // A word: quoted, with C escapes; then specifiers, then variables.
        IEnumerable<string> words = Regex.Matches(line, """
            "((?:[^"\\]|\\.)*)"
            """.Trim())
            .Select(word => Regex.Replace(word.Groups[1].Value, @"\\(.)", "$1").Replace("%%", "%", StringComparison.Ordinal)
                .Replace("$$", "$", StringComparison.Ordinal));
        Assert.Equal(service.Command, words);
        Assert.DoesNotMatch(@"(?<!%)(%%)*%(?!%)", line);
    }

    [Fact]
    public void Property_list_gives_the_words_of_the_command_back()
    {
        ServiceDescription service = Service(Odd);

        XElement dictionary = XDocument.Parse(LaunchdPlist.Text(service)).Root!.Element("dict")!;

        Assert.Equal(service.Command, dictionary.Element("array")!.Elements("string").Select(word => word.Value));
        string[] keys = [.. dictionary.Elements("key").Select(key => key.Value)];
        Assert.Equal(["Label", "UserName", "ProgramArguments", "RunAtLoad", "KeepAlive"], keys[..5]);
        Assert.Equal("SuccessfulExit", dictionary.Element("dict")!.Element("key")!.Value);
    }

    [Fact]
    public void Task_starts_with_windows_as_a_service_account_and_without_a_limit_of_time()
    {
        XElement task = XDocument.Parse(TaskDefinition.Text(Service(Odd) with { User = TaskDefinition.LocalService })).Root!;

        Assert.Equal("S-1-5-19", Value(task, "UserId"));
        Assert.Single(task.Descendants(task.Name.Namespace + "BootTrigger"));
        Assert.Equal("PT0S", Value(task, "ExecutionTimeLimit"));
        Assert.Equal("/usr/bin/pwsh", Value(task, "Command"));
        Assert.StartsWith("-NoProfile -NonInteractive -Command \"$ErrorActionPreference", Value(task, "Arguments"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"C:\Mail\", @"C:\Mail\")]
    [InlineData(@"C:\My Mail\", @"""C:\My Mail\\""")]
    [InlineData(@"say ""hi\""", @"""say \""hi\\\""""")]
    [InlineData("", "\"\"")]
    public void Word_is_quoted_as_the_c_runtime_of_windows_splits_it(string word, string quoted) =>
        Assert.Equal(quoted, TaskDefinition.CommandLine([word]));

    [Fact]
    public void Literal_of_powershell_doubles_every_quote_that_powershell_knows() =>
        Assert.Equal("'o''b‘‘c’’d‚‚e‛‛'", PowerShellScript.Quote("o'b‘c’d‚e‛"));

    [Fact]
    public void Every_definition_is_recognized_with_its_values()
    {
        ServiceDescription service = Service(Odd);

        foreach (string text in new[] { SystemdUnit.Text(service), LaunchdPlist.Text(service), Documentation(service) })
        {
            ServiceDescription found = ServiceMark.Find(text)!;
            Assert.Equal(Odd, found.StorePath);
            Assert.Equal(service.Command, found.Command);
        }

        Assert.Null(ServiceMark.Find("[Unit]\nDescription=Another\n"));
        Assert.Null(ServiceMark.Find("# MailAdmin service: {\"Name\":\n"));
    }

    private static string Documentation(ServiceDescription service) =>
        Value(XDocument.Parse(TaskDefinition.Text(service)).Root!, "Documentation");

    private static string Value(XElement task, string name) =>
        task.Descendants(task.Name.Namespace + name).Single().Value;
}
