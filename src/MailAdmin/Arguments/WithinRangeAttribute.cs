using System.Collections;
using System.Management.Automation;
using MailAdmin.Texts;

namespace MailAdmin.Arguments;

/// <summary>A number, or several, from a minimum to a maximum; nothing is an empty cell, which is no value.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WithinRangeAttribute(int minimum, int maximum) : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        object? value = arguments is PSObject wrapper ? wrapper.BaseObject : arguments;
        IEnumerable items = value as IEnumerable ?? new[] { value };
        foreach (int number in items.OfType<int>())
        {
            if (number < minimum || number > maximum)
            {
                throw new ValidationMetadataException($"{number}: {MailText.Of("Reason.Between", minimum, maximum)}");
            }
        }
    }
}
