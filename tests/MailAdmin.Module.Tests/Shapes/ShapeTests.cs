using System.Management.Automation;
using System.Reflection;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Shapes;

/// <summary>What is true of every cmdlet.</summary>
public sealed class ShapeTests
{
    private static readonly string[] ChangingVerbs =
        [
            "New", "Set", "Remove", "Rename", "Enable", "Disable", "Initialize", "Repair", "Start", "Stop", "Restart",
            "Add", "Suspend", "Resume", "Export", "Import", "Copy", "Undo", "Backup", "Restore",
            "Register", "Unregister", "Invoke", "Send"
        ];

    private static readonly string[] Destroying =
    [
        "Remove-MailAccount", "Remove-MailContent", "Remove-MailDomain", "Remove-MailQueueItem", "Repair-MailStore"
    ];

    public static TheoryData<string> Names => Cmdlets.Names;

    [Theory]
    [MemberData(nameof(Names), DisableDiscoveryEnumeration = true)]
    public void Has_an_approved_verb_and_a_singular_noun_with_the_prefix(string name)
    {
        CmdletInfo cmdlet = Cmdlets.Named(name);
        IEnumerable<string> approved = typeof(VerbsCommon).Assembly.GetTypes()
            .Where(
                type =>
                    type.Namespace == typeof(VerbsCommon).Namespace
                        && type.Name.StartsWith("Verbs", StringComparison.Ordinal))
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(field => field.Name);

        Assert.Contains(cmdlet.Verb, approved);
        Assert.StartsWith("Mail", cmdlet.Noun, StringComparison.Ordinal);
        Assert.True(
            !cmdlet.Noun.EndsWith('s')
                || cmdlet.Noun.EndsWith("Alias", StringComparison.Ordinal)
                || cmdlet.Noun == "MailTls",
            cmdlet.Noun);
    }

    [Theory]
    [MemberData(nameof(Names), DisableDiscoveryEnumeration = true)]
    public void Is_a_sealed_class_in_a_file_of_its_name_without_public_fields(string name)
    {
        CmdletInfo cmdlet = Cmdlets.Named(name);
        Type type = cmdlet.ImplementingType;

        Assert.True(type.IsSealed);
        Assert.Equal($"{cmdlet.Verb}{cmdlet.Noun}Command", type.Name);
        Assert.Matches(@"^MailAdmin\.Commands\.\w+$", type.Namespace);
        string folder = type.Namespace!["MailAdmin.Commands.".Length..];
        Assert.True(
            File.Exists(
                Path.Combine(Places.RepositoryRoot, "src", "MailAdmin", "Commands", folder, type.Name + ".cs")));
        Assert.Empty(type.GetFields(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static));
        Assert.Contains(BasesOf(type), above => above.Name is "MailAdminCmdlet" or "AsyncMailAdminCmdlet");
        Assert.All(
            BasesOf(type).TakeWhile(above => above.Assembly == type.Assembly), above => Assert.True(above.IsAbstract));
    }

    [Theory]
    [MemberData(nameof(Names), DisableDiscoveryEnumeration = true)]
    public void Asks_before_it_changes_something_and_only_then(string name)
    {
        CmdletInfo cmdlet = Cmdlets.Named(name);
        CmdletAttribute attribute = cmdlet.ImplementingType.GetCustomAttribute<CmdletAttribute>()!;

        Assert.Equal(ChangingVerbs.Contains(cmdlet.Verb), attribute.SupportsShouldProcess);
        Assert.Equal(Destroying.Contains(name), attribute.ConfirmImpact == ConfirmImpact.High);
    }

    [Theory]
    [MemberData(nameof(Names), DisableDiscoveryEnumeration = true)]
    public void Says_what_it_writes(string name)
    {
        Type type = Cmdlets.Named(name).ImplementingType;

        Assert.NotEmpty(type.GetCustomAttributes<OutputTypeAttribute>());
    }

    [Theory]
    [MemberData(nameof(Names), DisableDiscoveryEnumeration = true)]
    public void Writes_what_it_changed_only_when_asked(string name)
    {
        CmdletInfo cmdlet = Cmdlets.Named(name);

        Assert.Equal(cmdlet.Verb is "Set" or "Enable" or "Disable" or "Rename" or "Restart" or "Suspend" or "Resume" or "Add" or "Undo"
            || name is "Stop-MailListener" or "Remove-MailGroupMember", cmdlet.Parameters.ContainsKey("PassThru"));
    }

    [Theory]
    [MemberData(nameof(Names), DisableDiscoveryEnumeration = true)]
    public void Takes_the_path_of_a_store(string name)
    {
        CmdletInfo cmdlet = Cmdlets.Named(name);
        bool usesNoStore =
            name is "Disconnect-MailStore" or "Get-MailDomainRegistration" or "Test-MailDomain" or "Test-MailBlocklist"
            or "Resolve-MailError" or "Test-MailTls" or "Test-MailRelay" or "Get-MailService" or "Unregister-MailService";

        bool takesPath = cmdlet.Parameters.Values.Any(
            parameter => parameter.Name == "StorePath" || parameter.Aliases.Contains("StorePath"));

        Assert.Equal(!usesNoStore, takesPath);
    }

    [Theory]
    [MemberData(nameof(Names), DisableDiscoveryEnumeration = true)]
    public void Takes_no_secret_as_text(string name)
    {
        IEnumerable<ParameterMetadata> secrets = Cmdlets.Named(name).Parameters.Values
            .Where(
                parameter =>
                    parameter.Name.Contains("Password", StringComparison.Ordinal)
                        || parameter.Name.Contains("Secret", StringComparison.Ordinal));

        Assert.DoesNotContain(secrets, parameter => parameter.ParameterType == typeof(string));
    }

    [Theory]
    [MemberData(nameof(Names), DisableDiscoveryEnumeration = true)]
    public void Takes_names_and_several_values_in_the_singular(string name)
    {
        string[] plural = [.. Cmdlets.Named(name).Parameters.Keys.Where(parameter =>
            parameter.EndsWith('s') && !Cmdlet.CommonParameters.Contains(parameter)
            && parameter is not ("Address" or "NewAddress" or "ClientAddress" or "AdminAddress" or "BindAddress" or "IfExists" or "TimeoutSeconds" or "MaxRecipients"
                or "MaxConnections" or "Expires" or "MaxConnectionsPerAddress" or "MinimumAttempts" or "Status" or "MaxAccounts" or "Pop3LeaveOnServerDays" or "WarningDays"))];

        Assert.Empty(plural);
    }

    [Fact]
    public void The_manifest_exports_each_cmdlet_class_and_nothing_else()
    {
        using ModuleShell shell = new();
        Type anyCmdlet = Cmdlets.All[0].ImplementingType;
        IEnumerable<string> classes = anyCmdlet.Assembly.GetExportedTypes()
            .Select(type => type.GetCustomAttribute<CmdletAttribute>()).OfType<CmdletAttribute>()
            .Select(attribute => $"{attribute.VerbName}-{attribute.NounName}");

        string[] listed =
            [.. shell.Run("(& ([scriptblock]::Create([IO.File]::ReadAllText($args[0])))).CmdletsToExport", Places.Manifest)
            .Success.Select(item => item.ToString()!)];

        Assert.Equal(classes.Order(), listed.Order());
        Assert.DoesNotContain(listed, name => name.Contains('*', StringComparison.Ordinal));
    }

    [Fact]
    public void The_manifest_has_the_version_of_the_assemblies()
    {
        using ModuleShell shell = new();

        object? version = shell.Run("Get-Module MailAdmin").Value("Version");

        Assert.Equal(Cmdlets.All[0].ImplementingType.Assembly.GetName().Version!.ToString(3), version!.ToString());
    }

    private static IEnumerable<Type> BasesOf(Type type)
    {
        for (Type? above = type.BaseType; above is not null; above = above.BaseType)
        {
            yield return above;
        }
    }
}
