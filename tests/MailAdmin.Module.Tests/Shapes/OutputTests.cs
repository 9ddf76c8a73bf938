using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Shapes;

/// <summary>What people do with the objects that cmdlets write.</summary>
public sealed class OutputTests
{
    private const string FourAddresses = """
        $null = New-MailAlias sales@example.test -Target ann@example.test, bob@example.test
        $null = New-MailGroup team@example.test -Member ann@example.test, bob@example.test
        """;

    [Fact]
    public void Addresses_names_and_times_have_types_that_PowerShell_knows()
    {
        string[] foreign = ["EmailAddress", "DomainName", "DateTimeOffset", "DateOnly", "TimeOnly"];

        IEnumerable<string> found =
            from type in Cmdlets.OutputTypes
            from property in type.GetProperties()
            let values = property.PropertyType.GenericTypeArguments.Append(property.PropertyType)
            where values.Any(value => foreign.Contains(value.Name))
            select $"{type.Name}.{property.Name}";

        Assert.Empty(found);
    }

    [Fact]
    public void A_list_of_texts_or_numbers_can_be_a_cell()
    {
        foreach (PropertyInfo property in Cmdlets.OutputTypes.SelectMany(type => type.GetProperties())
            .Where(property => property.PropertyType.Name.StartsWith("IReadOnlyList", StringComparison.Ordinal)))
        {
            object item = RuntimeHelpers.GetUninitializedObject(property.DeclaringType!);
            Type element = property.PropertyType.GenericTypeArguments[0];
            property.SetValue(item, Array.CreateInstance(element, 0));

            Assert.True(property.GetValue(item)!.ToString() == "", $"{property.DeclaringType!.Name}.{property.Name}");
        }
    }

    [Fact]
    public void Each_type_with_an_address_has_it_under_a_name_that_arrays_do_not_have()
    {
        XDocument types = XDocument.Load(Path.Combine(Places.StagedModule, "MailAdmin.Types.ps1xml"));
        IEnumerable<string> aliased = types.Descendants("AliasProperty")
            .Where(alias => alias.Element("Name")!.Value == "EmailAddress")
            .Select(alias => alias.Ancestors("Type").First().Element("Name")!.Value);

        Assert.Equal(
            Cmdlets.OutputTypes.Where(type => type.GetProperty("Address") is not null)
                .Select(type => type.FullName)
                .Order(),
            aliased.Order());
    }

    [Theory]
    [InlineData("Get-MailAccount", "ann@example.test bob@example.test")]
    [InlineData("Get-MailAlias | Get-MailAlias", "sales@example.test")]
    [InlineData("Get-MailGroupMember", "team@example.test team@example.test")]
    [InlineData("Get-MailQuota", "ann@example.test bob@example.test")]
    public void Addresses_of_many_are_read_at_once(string command, string expected)
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test", "bob@example.test");

        ShellResult result = shell.Run($"{FourAddresses}; ({command}).EmailAddress -join ' '");

        Assert.Equal(expected, Assert.Single(result.Success).ToString());
    }
}
