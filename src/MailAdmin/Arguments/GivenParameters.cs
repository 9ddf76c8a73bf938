using System.Collections;
using System.Management.Automation;

namespace MailAdmin.Arguments;

/// <summary>
/// Which values are given. On the command line every parameter that is named counts, so that null clears; in a row from
/// the pipeline an empty cell does not count. An object that Get- wrote gives its identity alone: its other properties
/// are what it was, not what is asked for.
/// </summary>
internal sealed class GivenParameters(PSCmdlet cmdlet)
{
    private readonly HashSet<string> typed = new(
        cmdlet.MyInvocation.BoundParameters.Keys, StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of the properties of a request that are given for the present item.</summary>
    public HashSet<string> For<TProperties>(bool fromOwnObject = false)
    {
        HashSet<string> given = new(StringComparer.Ordinal);
        foreach (string name in cmdlet.MyInvocation.BoundParameters.Keys)
        {
            if (Has(name, fromOwnObject) && typeof(TProperties).GetProperty(name) is not null)
            {
                given.Add(name);
            }
        }

        return given;
    }

    /// <summary>Whether one parameter is given for the present item.</summary>
    public bool Has(string name, bool fromOwnObject = false) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(name, out object? value)
        && (typed.Contains(name) || (!fromOwnObject && !IsEmpty(value)));

    private static bool IsEmpty(object? value) => value switch
    {
        null or "" => true,
        ICollection list => list.Count == 0,
        _ => ReferenceEquals(value, FromTextAttribute.EmptySwitch),
    };
}
