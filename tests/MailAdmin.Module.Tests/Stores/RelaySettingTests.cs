using System.Management.Automation;
using System.Text;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Stores;

/// <summary>The settings of mail to other domains.</summary>
public sealed class RelaySettingTests
{
    private const string Credential =
        "([System.Management.Automation.PSCredential]::new('relay@provider.test', $args[0]))";

    [Fact]
    public void Settings_are_kept_in_one_form_and_shown()
    {
        using ModuleShell shell = ModuleShell.WithStore();

        ShellResult set =
            shell.Run("Set-MailStore -SmartHost smtp.provider.test:587 -RelayNetwork 192.0.2.9/24, 198.51.100.7, ::ffff:198.51.100.7, 2001:db8::/32 -NameServer 192.0.2.53, 127.0.0.1:5353 -QueueLifetime 2.00:00:00 -DelayWarning 01:00:00 -TraceRetention 90.00:00:00 -PassThru");
        ShellResult cleared = shell.Run(
            "Set-MailStore -SmartHost $null -RelayNetwork @() -NameServer @() -DelayWarning 0 -PassThru");

        Assert.Equal("smtp.provider.test:587", set.Value("SmartHost"));
        Assert.Equal("192.0.2.0/24 198.51.100.7/32 2001:db8::/32", Joined(set.Value("RelayNetwork")));
        Assert.Equal("192.0.2.53 127.0.0.1:5353", Joined(set.Value("NameServer")));
        Assert.Equal(
            (TimeSpan.FromDays(2), TimeSpan.FromHours(1), TimeSpan.FromDays(90)),
            (set.Value("QueueLifetime"), set.Value("DelayWarning"), set.Value("TraceRetention")));
        Assert.Equal(
            (null, "", "", TimeSpan.Zero),
            (
                cleared.Value("SmartHost"),
                Joined(cleared.Value("RelayNetwork")),
                Joined(cleared.Value("NameServer")),
                cleared.Value("DelayWarning")));
    }

    [Fact]
    public void The_password_of_the_smart_host_is_nowhere_to_be_read()
    {
        using ModuleShell shell = ModuleShell.WithStore();
        const string password = "hunter2-open-sesame";

        ShellResult set = shell.Run(
            $"Set-MailStore -SmartHost smtp.provider.test -SmartHostCredential {Credential} -PassThru -Verbose",
            ModuleShell.Secret(password));
        ShellResult cleared = shell.Run("Set-MailStore -SmartHostCredential $null -PassThru; Disconnect-MailStore");
        _ = shell.Run("Remove-Module MailAdmin").Success;

        Assert.Equal(
            ("relay@provider.test", null), (set.Value("SmartHostUserName"), cleared.Value("SmartHostUserName")));
        Assert.DoesNotContain(set.Verbose, line => line.Contains(password, StringComparison.Ordinal));
        string[] files = Directory.GetFiles(shell.StorePath, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.All(
            files,
            file => Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(password)) < 0, file));
    }

    [Fact]
    public void A_domain_has_a_smart_host_with_a_logon_of_its_own_which_does_not_go_to_another_host()
    {
        using ModuleShell shell = ModuleShell.WithStore();

        ShellResult made = shell.Run(
            $"New-MailDomain example.test -SmartHost smtp.provider.test -SmartHostCredential {Credential}",
            ModuleShell.Secret("secret"));
        ShellResult described = shell.Run(
            "Set-MailDomain example.test -SmartHost smtp.provider.test -Description same -PassThru");
        ShellResult moved = shell.Run("Set-MailDomain example.test -SmartHost smtp.other.test -PassThru");
        _ = shell.Run(
            $"Set-MailStore -SmartHost smtp.provider.test -SmartHostCredential {Credential}",
            ModuleShell.Secret("secret")).Success;
        ShellResult store = shell.Run("Set-MailStore -SmartHost smtp.other.test -PassThru");

        Assert.Equal("relay@provider.test", made.Value("SmartHostUserName"));
        Assert.Equal("relay@provider.test", described.Value("SmartHostUserName"));
        Assert.Equal(("smtp.other.test", null), (moved.Value("SmartHost"), moved.Value("SmartHostUserName")));
        Assert.Equal(("smtp.other.test", null), (store.Value("SmartHost"), store.Value("SmartHostUserName")));
    }

    [Theory]
    [InlineData("-SmartHost 'no host'", "no host")]
    [InlineData("-SmartHost host.test:70000", "host.test:70000")]
    [InlineData("-RelayNetwork 0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("-RelayNetwork ::/0", "::/0")]
    [InlineData("-RelayNetwork 192.0.2.0/24, somewhere", "somewhere")]
    [InlineData("-NameServer dns.test", "dns.test")]
    [InlineData("-QueueLifetime 00:10:00", "00:10:00")]
    [InlineData("-QueueLifetime 31.00:00:00", "31.00:00:00")]
    [InlineData("-DelayWarning 6.00:00:00", "6.00:00:00")]
    [InlineData("-TraceRetention 01:00:00", "01:00:00")]
    public void A_value_that_cannot_be_is_named_and_nothing_changes(string setting, string target)
    {
        using ModuleShell shell = ModuleShell.WithStore();
        string before = shell.Run("Get-MailStore | ForEach-Object ToString").Success.Single().ToString()!;

        ErrorRecord error = Assert.Single(shell.Run("Set-MailStore -HostName new.test " + setting).Errors);

        Assert.Equal("InvalidArgument,MailAdmin.Commands.Stores.SetMailStoreCommand", error.FullyQualifiedErrorId);
        Assert.Equal(target, error.TargetObject.ToString());
        Assert.Contains(target, error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(
            Host(before), Host(shell.Run("Get-MailStore | ForEach-Object ToString").Success.Single().ToString()!));
    }

    private static string Host(string text) => text.Split("HostName = ")[1].Split(',')[0];

    private static string Joined(object? list) =>
        string.Join(' ', ((System.Collections.IEnumerable)list!).Cast<object>());
}
