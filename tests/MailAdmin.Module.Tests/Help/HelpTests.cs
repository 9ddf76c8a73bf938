using System.Diagnostics;
using System.Management.Automation;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Help;

public sealed class HelpTests
{
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
            .Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name) && !parameter.ParameterSets.Values.All(set => IsHidden(cmdlet, parameter)))
            .Select(parameter => parameter.Name);
        PSObject[] described = [.. Items(Property(help, "parameters")!, "parameter")];
        Assert.Equal(expected.Order(), described.Select(parameter => Text(parameter, "name")).Order());
        Assert.All(described, parameter => Assert.NotEqual("", Text(Assert.Single(Items(parameter, "description")), "Text")));
    }

    [Fact]
    public async Task The_help_is_that_of_the_comments()
    {
        using TemporaryFolder folder = new();
        using Process process = Process.Start("dotnet", ["exec", Places.HelpTool, Places.BuiltModule, folder["help.xml"]]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        string generated = await File.ReadAllTextAsync(folder["help.xml"], TestContext.Current.CancellationToken);
        string committed = await File.ReadAllTextAsync(Path.Combine(Places.RepositoryRoot, "en-US", "MailAdmin.dll-Help.xml"), TestContext.Current.CancellationToken);
        string staged = await File.ReadAllTextAsync(Path.Combine(Places.StagedModule, "en-US", "MailAdmin.dll-Help.xml"), TestContext.Current.CancellationToken);

        Assert.Equal(generated, committed);
        Assert.Equal(generated, staged);
    }

    [Theory]
    [InlineData("about_MailAdmin", "FIVE-MINUTE TOUR")]
    [InlineData("about_MailAdmin_Standards", "RFC 5321")]
    public void Topics_are_found(string topic, string content)
    {
        using ModuleShell shell = new();

        string text = string.Concat(shell.Run("Get-Help $args[0]", topic).Success);

        Assert.Contains(content, text, StringComparison.Ordinal);
    }

    private static bool IsHidden(CmdletInfo cmdlet, ParameterMetadata parameter) =>
        cmdlet.ImplementingType.GetProperty(parameter.Name)?.GetCustomAttributes(typeof(ParameterAttribute), true).Cast<ParameterAttribute>().Any(attribute => attribute.DontShow)
        ?? !EngineParameters.Contains(parameter.Name);

    private static PSObject? Property(PSObject item, string name) => item.Properties[name]?.Value is { } value ? PSObject.AsPSObject(value) : null;

    private static string Text(PSObject item, string name) => item.Properties[name]?.Value?.ToString()?.Trim() ?? "";

    private static IEnumerable<PSObject> Items(PSObject item, string name) =>
        LanguagePrimitives.GetEnumerable(item.Properties[name]?.Value) is { } list ? list.Cast<object>().Select(PSObject.AsPSObject) : item.Properties[name]?.Value is { } one ? [PSObject.AsPSObject(one)] : [];
}
