using System.Reflection;
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
        Type[] foreign =
        [
            typeof(EmailAddress), typeof(DomainName), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly),
        ];

        IEnumerable<string> found =
            from type in Cmdlets.OutputTypes
            from property in type.GetProperties()
            let values = property.PropertyType.GenericTypeArguments.Append(property.PropertyType)
            where values.Any(value => foreign.Select(one => one.FullName).Contains(value.FullName))
            select $"{type.Name}.{property.Name}";

        Assert.Empty(found);
    }

    [Fact]
    public void A_list_of_texts_or_numbers_can_be_a_cell()
    {
        foreach (PropertyInfo property in Cmdlets.OutputTypes.SelectMany(type => type.GetProperties())
            .Where(property => property.PropertyType.Name.StartsWith("IReadOnlyList", StringComparison.Ordinal)))
        {
            object item = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(property.DeclaringType!);
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

    [Theory]
    [InlineData("@{ 'ann@example.test' = 1 }[$ann.Address] -eq 1")]
    [InlineData("(Get-MailAccount).EmailAddress -contains 'BOB@example.test'")]
    [InlineData("'ann@example.test' -in (Get-MailAlias).Target")]
    [InlineData("(Get-MailGroup).Member -contains 'bob@example.test'")]
    [InlineData("$ann.Address.Split('@')[0] -ceq 'ann'")]
    [InlineData("$ann.Address -like '*@example.test'")]
    [InlineData("(Get-MailGroupMember | Group-Object Member).Name -join ' ' -eq 'ann@example.test bob@example.test'")]
    [InlineData("(Compare-Object @('ann@example.test') (Get-MailAccount).EmailAddress).InputObject -eq 'bob@example.test'")]
    [InlineData("(Get-MailAccount | Sort-Object Address -Descending)[0].Address -eq 'bob@example.test'")]
    [InlineData("(Get-MailDomain).Name.ToUpper() -ceq 'EXAMPLE.TEST'")]
    [InlineData("$ann.Domain -eq (Get-MailDomain).Name")]
    [InlineData("([MailAdmin.EmailAddress] $ann.Address).Domain.Ascii -eq 'example.test'")]
    [InlineData("((Get-Date) - $ann.Created).TotalHours -lt 1")]
    [InlineData("($ann.Created - (Get-Date).AddDays(-1)).TotalHours -gt 23")]
    [InlineData("$ann.Created -gt (Get-Date).AddHours(-1) -and (Get-Date).AddHours(-1) -lt $ann.Created")]
    [InlineData("$ann.Created.Date -eq [datetime]::Today -or [datetime]::Now.Hour -eq 0")]
    [InlineData("(Get-MailAccount | Sort-Object Created)[0].Address -eq 'ann@example.test'")]
    [InlineData("((Get-Date) - (Get-MailChange)[0].When).TotalHours -lt 1")]
    [InlineData("((Get-Date) - (Get-MailStore).Created).TotalHours -lt 1")]
    [InlineData("$ann.Quota / 1GB -eq 3 -and $ann.Quota / 1.5GB -eq 2 -and $ann.Quota / 6GB -eq 0.5")]
    [InlineData("$ann.Quota / $ann.Quota -eq 1 -and ($ann.Quota * 2) -eq 6GB -and ($ann.Quota - 1GB) -eq '2 GB'")]
    [InlineData("$ann.Quota -gt 2GB -and $ann.Quota -eq 3GB -and $ann.Quota -lt '4 GB' -and 2GB -lt $ann.Quota")]
    [InlineData("(Get-MailAccount | Measure-Object Quota -Maximum).Maximum -gt 3GB")]
    [InlineData("(Get-MailAccount | Measure-Object UsedSize -Sum).Sum -eq 0")]
    [InlineData("[math]::Round($ann.Quota / 1MB) -eq 3072")]
    [InlineData("\"$($ann.Quota)\" -eq '3 GB'")]
    [InlineData("($ann | ConvertTo-Json | ConvertFrom-Json).Address -is [string]")]
    [InlineData("(Get-MailGroup | ConvertTo-Json | ConvertFrom-Json).Member[1] -eq 'bob@example.test'")]
    [InlineData("$ann.PSObject.Properties.Name -notcontains 'EmailAddress'")]
    public void What_people_write_is_true(string condition)
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test", "bob@example.test");

        ShellResult result = shell.Run(
            $"{FourAddresses}; $ann = Set-MailAccount ann@example.test -Quota 3GB -PassThru; {condition}");

        Assert.Equal(true, Assert.Single(result.Success).BaseObject);
    }

    [Fact]
    public void Another_process_has_sizes_without_loss()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");

        ShellResult result = shell.Run("""
            $null = Set-MailAccount ann@example.test -Quota 1234567890
            $text = [Management.Automation.PSSerializer]::Serialize((Get-MailAccount))
            [Management.Automation.PSSerializer]::Deserialize($text).Quota
            (Get-MailAccount | ConvertTo-Csv | ConvertFrom-Csv).Quota
            """);

        Assert.Equal(["1234567890 B", "1234567890 B"], result.Success.Select(item => item.ToString()));
    }
}
