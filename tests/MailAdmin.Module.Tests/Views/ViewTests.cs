using System.Xml.Linq;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Views;

public sealed class ViewTests
{
    private static readonly XDocument Format = XDocument.Load(
        Path.Combine(Places.StagedModule, "MailAdmin.Format.ps1xml"));

    [Fact]
    public void Every_output_type_has_a_table_and_a_list_and_every_view_a_type()
    {
        IEnumerable<string> types = Cmdlets.OutputTypes.Select(type => type.FullName!).Order();

        Assert.Equal(types, TypesOf("TableControl").Where(type => !type.Contains('#', StringComparison.Ordinal)));
        Assert.Equal(types, TypesOf("ListControl"));
    }

    [Fact]
    public void A_table_has_three_to_six_columns()
    {
        Assert.All(Format.Descendants("TableControl"), table =>
        {
            int columns = table.Descendants("TableColumnItem").Count();
            Assert.InRange(columns, 3, 6);
            Assert.Equal(columns, table.Descendants("TableColumnHeader").Count());
        });
    }

    [Fact]
    public void Views_name_properties_that_exist_and_lists_name_all()
    {
        foreach (XElement view in Format.Descendants("View"))
        {
            string typeName = view.Descendants("TypeName").First().Value;
            Type type = Cmdlets.OutputTypes.Single(output => output.FullName == typeName.Split('#')[0]);
            string[] shown = [.. view.Descendants("PropertyName").Select(property => property.Value)];
            string[] properties = [.. type.GetProperties().Select(property => property.Name)];

            Assert.Subset(properties.ToHashSet(), shown.ToHashSet());
            if (view.Element("ListControl") is not null && type.Name != "MailTestSummary")
            {
                Assert.Equal(properties.Order(), shown.Distinct().Order());
            }
        }
    }

    [Fact]
    public void Sizes_are_for_people_and_stand_right()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");

        string[] lines =
        [
            .. shell.Render("$null = Set-MailAccount ann@example.test -Quota 2GB; Get-MailAccount")
                .Split('\n')
                .Where(line => line.Length > 0)
        ];

        Assert.Matches("^Address +DisplayName +Enabled +UsedSize +Quota +QuotaStatus", lines[0]);
        Assert.Matches(@"^ann@example\.test +True +0 B +2 GB +BelowLimit", lines[2]);
        Assert.Equal(
            lines[0].IndexOf("Quota ", StringComparison.Ordinal) + 5,
            lines[2].IndexOf("2 GB", StringComparison.Ordinal) + 4);
    }

    [Fact]
    public void A_generated_password_is_in_the_table()
    {
        using ModuleShell shell = ModuleShell.WithAccounts();

        string text = shell.Render("New-MailAccount ann@example.test -GeneratePassword -PasswordLength 12");

        Assert.Matches(@"ann@example\.test +[2-9A-Za-z]{12} ", text);
    }

    private static IEnumerable<string> TypesOf(string control) => Format.Descendants("View")
        .Where(view => view.Element(control) is not null)
            .Select(view => view.Descendants("TypeName").First().Value)
            .Order();
}
