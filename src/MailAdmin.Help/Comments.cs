using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MailAdmin.Help;

/// <summary>The XML comments of the assemblies, by the identifiers that the compiler gives to members.</summary>
internal sealed partial class Comments
{
    private readonly Dictionary<string, XElement> members = new(StringComparer.Ordinal);

    public void Add(string path)
    {
        foreach (XElement member in XDocument.Load(path).Descendants("member"))
        {
            members[(string)member.Attribute("name")!] = member;
        }
    }

    public XElement? Of(Type type) => members.GetValueOrDefault("T:" + type.FullName);

    public string SummaryOf(Type type) => Text(Of(type)?.Element("summary"));

    public string SummaryOf(PropertyInfo property) =>
        Text(members.GetValueOrDefault($"P:{property.DeclaringType!.FullName}.{property.Name}")?.Element("summary"));

    /// <summary>The text of an element in one line; references by their last name.</summary>
    public static string Text(XElement? element)
    {
        if (element is null)
        {
            return "";
        }

        string text = string.Concat(element.Nodes().Select(node => node switch
        {
            XText plain => plain.Value,
            XElement { Name.LocalName: "see" or "paramref" } reference => LastName(reference),
            XElement other => Text(other),
            _ => "",
        }));
        return WhiteSpace().Replace(text, " ").Trim();
    }

    private static string LastName(XElement reference)
    {
        string name = (string?)reference.Attribute("cref")
            ?? (string?)reference.Attribute("langword")
            ?? (string?)reference.Attribute("name")
            ?? "";
        return name.Split('(')[0].Split('.', ':')[^1];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
