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

    /// <summary>Whether one parameter is on the command line, for all items.</summary>
    public bool IsTyped(string name) => typed.Contains(name);

    /// <summary>
    /// What -Enabled and -Disabled ask for together; null when neither is given. A row has the column that Get- wrote,
    /// the command line the switch that people type.
    /// </summary>
    public bool? Enabled(bool? enabled, bool disabled, bool fromOwnObject)
    {
        bool hasEnabled = enabled is not null && Has(nameof(Enabled), fromOwnObject);
        return (hasEnabled, Has("Disabled", fromOwnObject)) switch
        {
            (true, true) => enabled!.Value && !disabled,
            (true, false) => enabled,
            (false, true) => !disabled,
            _ => null,
        };
    }

    /// <summary>
    /// Values that a row says are inherited where it comes from, without those that are on the command line.
    /// </summary>
    public InheritedValues Inherited(InheritedValues inherited, bool fromOwnObject) =>
        !Has(nameof(Inherited), fromOwnObject) ? InheritedValues.None
        : inherited
            & ~(IsTyped(nameof(InheritedValues.Quota)) ? InheritedValues.Quota : InheritedValues.None)
            & ~(IsTyped(nameof(InheritedValues.QuotaWarning)) ? InheritedValues.QuotaWarning : InheritedValues.None);

    private static bool IsEmpty(object? value) => value switch
    {
        null or "" => true,
        ICollection list => list.Count == 0,
        _ => ReferenceEquals(value, FromTextAttribute.EmptySwitch),
    };
}
