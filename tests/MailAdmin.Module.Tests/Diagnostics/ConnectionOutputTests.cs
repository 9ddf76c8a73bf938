using System.Collections;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Xml.Linq;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Diagnostics;

/// <summary>What a person and a script read of Test-MailConnection, in English and in Japanese.</summary>
public sealed class ConnectionOutputTests(ITestOutputHelper output)
{
    // Hiragana and katakana: no English text has them, every Japanese sentence does.
    private const string Kana = @"[\u3040-\u30FF]";
    private const string Test =
        "[cultureinfo]::CurrentUICulture = $args[1]; Test-MailConnection -Server localhost -Protocol Imap -Port $args[0] -TlsMode Implicit";

    [Theory]
    [InlineData("en-US")]
    [InlineData("ja-JP")]
    public void The_table_has_a_row_for_each_layer_in_the_users_language(string culture)
    {
        using ModuleShell shell = new();

        string text = shell.Render(Test, ClosedPort(), culture);

        output.WriteLine(text);
        Assert.Matches(@"(?m)^Status +Protocol +Port +Check +Code +Message", text);
        Assert.Matches(@"(?m)^Fail +Imap +\d+ +\S.* PortClosed +localhost", text);
        Assert.Matches(@"(?m)^Skipped +Imap +\d+ +\S.* Skipped +\S", text);
        AssertLanguage(culture, text);
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("ja-JP")]
    public void The_list_explains_and_suggests_in_the_users_language(string culture)
    {
        using ModuleShell shell = new();

        PSObject failure = Assert.Single(
            shell.Run(Test + " | Where-Object Status -EQ Fail", ClosedPort(), culture).Success);

        // The engine alone has no Format-List: these are the lines that it would write.
        XElement view = XDocument.Load(Path.Combine(Places.StagedModule, "MailAdmin.Format.ps1xml")).Descendants("View")
            .Single(
                view =>
                    view.Element("ListControl") is not null
                        && view.Descendants("TypeName").First().Value == "MailAdmin.MailTestResult");
        string text = string.Concat(view.Descendants("PropertyName").Select(
            name => $"{name.Value,-12}: {failure.Properties[name.Value].Value}\n"));
        output.WriteLine(text);
        Assert.Matches(@"(?m)^Code +: PortClosed", text);
        foreach (string property in new[] { "Check", "Message", "Explanation", "Suggestion" })
        {
            Assert.Matches($@"(?m)^{property} +: \S", text);
            AssertLanguage(culture, $"{failure.Properties[property].Value}");
        }
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("ja-JP")]
    public void The_summary_has_the_root_cause_with_the_same_code_in_each_language(string culture)
    {
        using ModuleShell shell = new();
        int port = ClosedPort();

        PSObject summary = Assert.Single(shell.Run(Test + " -Summary", port, culture).Success);
        string text = shell.Render(Test + " -Summary", port, culture);

        output.WriteLine(text);
        PSObject cause = PSObject.AsPSObject(summary.Properties["RootCause"].Value);
        Assert.Equal((false, "PortClosed"), (summary.Properties["Succeeded"].Value, cause.Properties["Code"].Value));
        AssertLanguage(culture, $"{cause.Properties["Message"].Value}");
        AssertLanguage(culture, $"{cause.Properties["Explanation"].Value}");
        AssertLanguage(culture, $"{cause.Properties["Suggestion"].Value}");
        Assert.Contains("False", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Quiet_is_one_word_and_nothing_else()
    {
        using ModuleShell shell = new();

        ShellResult result = shell.Run(Test + " -Quiet", ClosedPort(), "ja-JP");

        Assert.False((bool)Assert.Single(result.Success).BaseObject);
        Assert.Equal("", result.HostText);
    }

    [Fact]
    public void Properties_are_plain_values_that_any_serializer_writes()
    {
        using ModuleShell shell = new();

        object summary = Assert.Single(shell.Run(Test + " -Summary", ClosedPort(), "en-US").Success).BaseObject;

        AssertPlain(summary, 0);
    }

    [Fact]
    public async Task Without_any_network_the_cause_is_said_in_words_at_once()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.UserName == "root",
            "Only root can take the network away from a process.");
        const string command = "$clock = [Diagnostics.Stopwatch]::StartNew(); "
            + "$cause = (Test-MailConnection -Server mail.example.test -Protocol Imap -Summary).RootCause; "
            + "\"$($clock.ElapsedMilliseconds) ms: $($cause.Code), $($cause.Message)\"";

        ProcessRun result = await PowerShellProcess.RunWithoutNetworkAsync(command);
        Assert.SkipWhen(
            result.Error.Contains("unshare", StringComparison.Ordinal),
            $"No network can be taken away here: {result.Error}");

        output.WriteLine(result.Output);
        Assert.Matches(@"(?m)^\d{1,4} ms: NetworkUnreachable, This machine is not on any network\.", result.Output);
    }

    private static void AssertLanguage(string culture, string text)
    {
        if (culture == "ja-JP")
        {
            Assert.Matches(Kana, text);
        }
        else
        {
            Assert.DoesNotMatch(Kana, text);
        }
    }

    private static void AssertPlain(object value, int depth)
    {
        Assert.InRange(depth, 0, 3);
        foreach (PropertyInfo property in value.GetType().GetProperties())
        {
            object? inner = property.GetValue(value);
            if (inner is null or string or bool or int or TimeSpan or Enum)
            {
                continue;
            }

            IEnumerable<object> parts = inner is IEnumerable list ? list.Cast<object>() : [inner];
            Assert.All(parts, part => Assert.Equal("MailAdmin", part.GetType().Namespace));
            Assert.All(parts, part => AssertPlain(part, depth + 1));
        }
    }

    private static int ClosedPort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
