using System.Diagnostics;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Services;

/// <summary>The service that Register-MailService defines, as systemd reads and starts it.</summary>
public sealed class ServiceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    // A path that has to be quoted.
    private string Store => folder["メール 100% 'store' $HOME"];

    private string StoreLiteral => Store.Replace("'", "''", StringComparison.Ordinal);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Unit_is_valid_and_its_command_line_takes_mail_until_it_is_terminated()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "systemd is on Linux only");
        string unit = await RegisterWhatIfAsync();
        string file = folder["mailadmin-test.service"];
        await File.WriteAllTextAsync(file, unit, TestContext.Current.CancellationToken);

        ProcessRun verified = await ProcessRun.OfAsync(["systemd-analyze", "verify", file], new Dictionary<string, string>());

        Assert.Equal((0, ""), (verified.ExitCode, verified.Error));

        using Process service = Process.Start(new ProcessStartInfo("sh", ["-c", $"exec {ShellLine(unit)}"]) { RedirectStandardOutput = true })!;
        try
        {
            await DeliverAsync(await PortOfAsync(service));
            using (Process.Start("kill", ["-TERM", $"{service.Id}"]))
            {
                await service.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
                await service.WaitForExitAsync(TestContext.Current.CancellationToken);
            }
        }
        finally
        {
            if (!service.HasExited)
            {
                service.Kill();
            }
        }

        Assert.Equal(0, service.ExitCode);
        ProcessRun count = await PowerShellProcess.RunCommandAsync($"(Get-MailAccount -StorePath '{StoreLiteral}').MessageCount");
        Assert.Equal("1", count.Output.Trim());
    }

    [Fact]
    public async Task Machine_without_systemd_refuses_with_a_cause_and_writes_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && !Directory.Exists("/run/systemd/system"), "systemd runs here");
        ProcessRun run = await PowerShellProcess.RunCommandAsync($$"""
            $null = Initialize-MailStore '{{StoreLiteral}}' -HostName mail.example.test
            $ErrorActionPreference = 'Continue'
            Register-MailService mailadmin-test -StorePath '{{StoreLiteral}}' -ErrorVariable refused 2> $null
            Unregister-MailService mailadmin-test -ErrorVariable +refused 2> $null
            Get-MailService mailadmin-test -ErrorVariable +refused 2> $null
            $refused.FullyQualifiedErrorId -replace ',.*'
            """);

        Assert.Equal(["ServiceManagerNotFound", "ServiceManagerNotFound", "ServiceNotFound"], run.Lines);
        Assert.False(File.Exists("/etc/systemd/system/mailadmin-test.service"));
    }

    // Gives back the unit that is shown.
    private async Task<string> RegisterWhatIfAsync()
    {
        ProcessRun run = await PowerShellProcess.RunCommandAsync($"""
            $null = Initialize-MailStore '{StoreLiteral}' -HostName mail.example.test
            $null = New-MailDomain example.test -StorePath '{StoreLiteral}'
            $null = New-MailAccount ann@example.test -StorePath '{StoreLiteral}'
            Register-MailService -StorePath '{StoreLiteral}' -Protocol Smtp -TlsMode StartTls -Port 0 -BindAddress Loopback -WhatIf
            """);
        Assert.Contains("/etc/systemd/system/mailadmin.service", run.Output, StringComparison.Ordinal);
        int start = run.Output.IndexOf("# MailAdmin service: ", StringComparison.Ordinal);
        Assert.True(start > 0, run.Output + run.Error);
        return run.Output[start..];
    }

    // The words of ExecStart, quoted for a shell.
    private static string ShellLine(string unit)
    {
        string line = unit.Split('\n').Single(text => text.StartsWith("ExecStart=", StringComparison.Ordinal));
        return string.Join(' ', Regex.Matches(line, @"""((?:[^""\\]|\\.)*)""").Select(word => "'" + Regex.Replace(word.Groups[1].Value, @"\\(.)", "$1")
            .Replace("%%", "%", StringComparison.Ordinal).Replace("$$", "$", StringComparison.Ordinal).Replace("'", @"'\''", StringComparison.Ordinal) + "'"));
    }

    private static async Task<int> PortOfAsync(Process service)
    {
        while (await service.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            Match port = Regex.Match(line, @"Smtp\b.*?\b(\d{4,5})\b");
            if (port.Success)
            {
                return int.Parse(port.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        throw new InvalidOperationException("The service ended before it opened its port.");
    }

    private static async Task DeliverAsync(int port)
    {
        using TcpClient client = new("127.0.0.1", port);
        using StreamReader reader = new(client.GetStream());
        await using StreamWriter writer = new(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        foreach (string command in new[]
        {
            "", "HELO localhost", "MAIL FROM:<bob@example.net>", "RCPT TO:<ann@example.test>", "DATA",
            "From: Bob <bob@example.net>\r\nSubject: Hello\r\n\r\nHello!\r\n.",
        })
        {
            if (command.Length > 0)
            {
                await writer.WriteLineAsync(command);
            }

            string? reply = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.Matches("^[23]", reply);
        }
    }
}
