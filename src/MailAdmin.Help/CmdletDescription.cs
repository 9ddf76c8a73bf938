using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;

namespace MailAdmin.Help;

/// <summary>A cmdlet: what reflection and its comments tell.</summary>
internal sealed class CmdletDescription
{
    private CmdletDescription(Type type, CmdletAttribute attribute, Comments comments)
    {
        XElement? comment = comments.Of(type);
        Verb = attribute.VerbName;
        Noun = attribute.NounName;
        HelpUri = attribute.HelpUri;
        Subject = type.Namespace!;
        Synopsis = Comments.Text(comment?.Element("summary"));
        Description = Comments.Text(comment?.Element("remarks"));
        Examples = [.. comment?.Elements("example").Select(
            example => new Example(Comments.Text(example.Element("summary")), Code(example))) ?? []];
        OutputTypes = [.. type.GetCustomAttributes<OutputTypeAttribute>().SelectMany(output => output.Type).Select(
            output => output.Type)];
        Parameters = [.. ParameterDescription.AllOf(type, attribute, comments)];
    }

    public string Verb { get; }

    public string Noun { get; }

    public string Name => $"{Verb}-{Noun}";

    /// <summary>The address of the help on the web.</summary>
    public string HelpUri { get; }

    /// <summary>The namespace: one for each subject.</summary>
    public string Subject { get; }

    public string Synopsis { get; }

    public string Description { get; }

    public IReadOnlyList<Example> Examples { get; }

    public IReadOnlyList<Type> OutputTypes { get; }

    public IReadOnlyList<ParameterDescription> Parameters { get; }

    /// <summary>The names of the parameter sets; one without a name when there are none.</summary>
    public IReadOnlyList<string> ParameterSets
    {
        get
        {
            string[] named = [.. Parameters.SelectMany(parameter => parameter.Sets.Keys).Where(
                set => set != ParameterAttribute.AllParameterSets).Distinct()];
            return named.Length > 0 ? named : [ParameterAttribute.AllParameterSets];
        }
    }

    public static IEnumerable<CmdletDescription> AllOf(Assembly assembly, Comments comments)
    {
        return assembly.GetExportedTypes()
            .Select(type => (Type: type, Attribute: type.GetCustomAttribute<CmdletAttribute>()))
            .Where(candidate => candidate.Attribute is not null)
            .Select(candidate => new CmdletDescription(candidate.Type, candidate.Attribute!, comments))
            .OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal);
    }

    private static string Code(XElement example)
    {
        string[] lines = ((string?)example.Element("code") ?? "").Trim('\r', '\n').Split('\n');
        int indent = lines.Where(line => line.Trim().Length > 0).Select(
            line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        return string.Join('\n', lines.Select(line => line.Length >= indent ? line[indent..].TrimEnd() : "")).Trim();
    }
}
