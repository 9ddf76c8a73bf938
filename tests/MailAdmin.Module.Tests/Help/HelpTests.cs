using System.Diagnostics;
using System.Management.Automation;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Help;

public sealed class HelpTests
{
    private const string Japanese = "[cultureinfo]::CurrentUICulture = 'ja-JP'; ";
    private static readonly string[] EngineParameters = ["WhatIf", "Confirm"];

    public static TheoryData<string> Names => Cmdlets.Names;

    [Theory]
    [MemberData(nameof(Names), DisableDiscoveryEnumeration = true)]
    public void Each_cmdlet_is_described_with_an_example_and_every_parameter(string name)
    {
        using ModuleShell shell = new();

        PSObject help = Assert.Single(shell.Run("Get-Help $args[0] -Full", name).Success);

        Assert.NotEqual("", Text(help, "Synopsis"));
        Assert.DoesNotContain(name, Text(help, "Synopsis"));
        Assert.NotEmpty(Items(help, "description"));
        Assert.NotEmpty(Items(Property(help, "examples")!, "example"));
        CmdletInfo cmdlet = Cmdlets.Named(name);
        IEnumerable<string> expected = cmdlet.Parameters.Values
            .Where(
                parameter =>
                    !Cmdlet.CommonParameters.Contains(parameter.Name)
                        && !parameter.ParameterSets.Values.All(set => IsHidden(cmdlet, parameter)))
            .Select(parameter => parameter.Name);
        PSObject[] described = [.. Items(Property(help, "parameters")!, "parameter")];
        Assert.Equal(expected.Order(), described.Select(parameter => Text(parameter, "name")).Order());
        Assert.All(
            described, parameter => Assert.NotEqual("", Text(Assert.Single(Items(parameter, "description")), "Text")));
    }

    [Fact]
    public void Each_cmdlet_leads_to_others_that_exist()
    {
        using ModuleShell shell = new();
        HashSet<string> known = [.. Cmdlets.All.Select(cmdlet => cmdlet.Name)];

        IReadOnlyList<PSObject> helps = shell.Run(
            "$args[0] | ForEach-Object { Get-Help $_ -Full }", [known.ToArray()]).Success;

        Assert.Equal(known.Count, helps.Count);
        Assert.All(helps, help =>
        {
            string name = Text(help, "Name");
            PSObject[] links = [.. Items(Property(help, "relatedLinks")!, "navigationLink")];
            string[] names = [.. links.Select(link => Text(link, "linkText"))];
            Assert.Equal("Online Version:", names[0]);
            Assert.EndsWith("/wiki/" + name, Text(links[0], "uri"), StringComparison.Ordinal);
            Assert.Equal("about_MailAdmin", names[^1]);
            Assert.NotEmpty(names[1..^1]);
            Assert.Subset(known, names[1..^1].ToHashSet());
            Assert.DoesNotContain(name, names);
            if (name == "Set-MailAccount")
            {
                Assert.Contains("New-MailAccount", names);
                Assert.Contains("Set-MailAccountPassword", names);
            }
        });
    }

    [Fact]
    public async Task The_help_is_that_of_the_comments_in_each_language()
    {
        ProcessStartInfo start = new(
            "dotnet", ["exec", Places.HelpTool, Places.BuiltModule, Places.RepositoryRoot, "--check"])
        {
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        string faults = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("", faults);
        Assert.Equal(0, process.ExitCode);
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("ja")]
    public void The_staged_help_is_the_committed_one(string culture)
    {
        foreach (string committed in Directory.EnumerateFiles(Path.Combine(Places.RepositoryRoot, culture)))
        {
            string staged = Path.Combine(Places.StagedModule, culture, Path.GetFileName(committed));

            Assert.Equal(File.ReadAllText(committed), File.ReadAllText(staged));
        }
    }

    [Theory]
    [MemberData(nameof(Names), DisableDiscoveryEnumeration = true)]
    public void Each_synopsis_is_there_in_Japanese(string name)
    {
        using ModuleShell shell = new();

        PSObject help = Assert.Single(shell.Run(Japanese + "Get-Help $args[0]", name).Success);

        Assert.Contains(Text(help, "Synopsis"), character => character is >= '\u3040' and <= '\u30FF');
    }

    [Fact]
    public void The_overview_is_there_in_Japanese()
    {
        using ModuleShell shell = new();

        string text = string.Concat(shell.Run(Japanese + "Get-Help about_MailAdmin").Success);

        Assert.Contains("メールサーバー", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("about_MailAdmin", "FIVE-MINUTE TOUR")]
    [InlineData("about_MailAdmin_Standards", "RFC 5321")]
    [InlineData("about_MailAdmin_Errors", "The account '<address>' does not exist.")]
    public void Topics_are_found(string topic, string content)
    {
        using ModuleShell shell = new();

        string text = string.Concat(shell.Run("Get-Help $args[0]", topic).Success);

        Assert.Contains(content, text, StringComparison.Ordinal);
    }

    private static bool IsHidden(CmdletInfo cmdlet, ParameterMetadata parameter) =>
        cmdlet.ImplementingType.GetProperty(parameter.Name)?.GetCustomAttributes(typeof(ParameterAttribute), true)
            .Cast<ParameterAttribute>()
            .Any(attribute => attribute.DontShow)
        ?? !EngineParameters.Contains(parameter.Name);

    private static PSObject? Property(PSObject item, string name) =>
        item.Properties[name]?.Value is { } value ? PSObject.AsPSObject(value) : null;

    private static string Text(PSObject item, string name) => item.Properties[name]?.Value?.ToString()?.Trim() ?? "";

    private static IEnumerable<PSObject> Items(PSObject item, string name) =>
        LanguagePrimitives.GetEnumerable(item.Properties[name]?.Value) is { } list ? list.Cast<object>()
            .Select(PSObject.AsPSObject) : item.Properties[name]?.Value is { } one ? [PSObject.AsPSObject(one)] : [];
}
