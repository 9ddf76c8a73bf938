using System.Collections;
using System.Management.Automation;
using System.Reflection;

namespace MailAdmin.Help;

/// <summary>A parameter of a cmdlet.</summary>
internal sealed record ParameterDescription
{
    public required string Name { get; init; }

    public required Type Type { get; init; }

    public required string Summary { get; init; }

    /// <summary>What the parameter is in each of its sets.</summary>
    public required IReadOnlyDictionary<string, ParameterAttribute> Sets { get; init; }

    public IReadOnlyList<string> Aliases { get; init; } = [];

    public bool SupportsWildcards { get; init; }

    public string Default { get; init; } = "None";

    public Type ElementType => Nullable.GetUnderlyingType(Type) ?? (Type.IsArray ? Type.GetElementType()! : Type);

    /// <summary>The values that it takes, where there is a list of them.</summary>
    public IReadOnlyList<string> AcceptedValues => ElementType.IsEnum ? Enum.GetNames(ElementType) : [];

    public bool IsSwitch => Type == typeof(SwitchParameter);

    /// <summary>The type as people write it.</summary>
    public string TypeName =>
        (ElementType == typeof(SwitchParameter) ? "SwitchParameter" : ElementType.Name) + (Type.IsArray ? "[]" : "");

    /// <summary>Whether it is in a set, alone or because it is in all.</summary>
    public ParameterAttribute? In(string set) =>
        Sets.TryGetValue(set, out ParameterAttribute? attribute)
            || Sets.TryGetValue(ParameterAttribute.AllParameterSets, out attribute)
            ? attribute
            : null;

    public static IEnumerable<ParameterDescription> AllOf(Type cmdlet, CmdletAttribute attribute, Comments comments)
    {
        object instance = Activator.CreateInstance(cmdlet)!;
        IEnumerable<ParameterDescription> own = cmdlet.GetProperties()
            .Select(property =>
                (Property: property, Attributes: property.GetCustomAttributes<ParameterAttribute>().ToArray()))
            .Where(candidate => candidate.Attributes.Length > 0)
            .Where(candidate => !candidate.Attributes.Any(parameter => parameter.DontShow))
            .OrderBy(candidate => candidate.Property.DeclaringType == cmdlet ? 0 : 1)
            .Select(candidate => Of(candidate.Property, candidate.Attributes, instance, comments));
        return attribute.SupportsShouldProcess ? [.. own, .. ShouldProcess()] : own;
    }

    private static ParameterDescription Of(
        PropertyInfo property, ParameterAttribute[] attributes, object instance, Comments comments) => new()
    {
        Name = property.Name,
        Type = property.PropertyType,
        Summary = comments.SummaryOf(property),
        Sets = attributes.ToDictionary(parameter => parameter.ParameterSetName ?? ParameterAttribute.AllParameterSets),
        Aliases = [.. property.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? []],
        SupportsWildcards = property.GetCustomAttribute<SupportsWildcardsAttribute>() is not null,
        Default = Describe(property.GetValue(instance)),
    };

    private static string Describe(object? value) => value switch
    {
        null or "" or SwitchParameter { IsPresent: false } => "None",
        string text => text,
        IEnumerable list => string.Join(", ", list.Cast<object>()) is { Length: > 0 } items ? items : "None",
        _ when value.GetType().IsPrimitive || value.GetType().IsEnum => value.ToString()!,
        _ => "None",
    };

    private static IEnumerable<ParameterDescription> ShouldProcess()
    {
        yield return Common("WhatIf", "wi", "Shows what would happen. Nothing is changed.");
        yield return Common(
            "Confirm", "cf", "Asks before each change. -Confirm:$false does not ask where the cmdlet does by itself.");
    }

    private static ParameterDescription Common(string name, string alias, string summary) => new()
    {
        Name = name,
        Type = typeof(SwitchParameter),
        Summary = summary,
        Sets = new Dictionary<string, ParameterAttribute> { [ParameterAttribute.AllParameterSets] = new() },
        Aliases = [alias],
    };
}
