using System.Collections;
using System.Management.Automation;

namespace MailAdmin.Arguments;

/// <summary>
/// Takes what names a thing (an address, a domain) as text, from text or from an object that has it as a property.
/// Without it the engine would bind an object from the pipeline by its text before it looks at its properties. It
/// refuses no text: the cmdlet does, for each item.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IdentityAttribute(params string[] properties) : ArgumentTransformationAttribute
{
    /// <summary>Whether a domain stands for every address in it.</summary>
    public bool DomainMeansItsAddresses { get; init; }

    /// <summary>Whether the parameter takes one text, not several.</summary>
    public bool Single { get; init; }

    /// <summary>
    /// A property whose value names the thing in another way: an object that has one is left to its properties.
    /// </summary>
    public string NotWith { get; init; } = "";

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (IsNamedOtherwise(inputData))
        {
            // The engine takes this, and no other exception, for a value of the pipeline that is not meant for the
            // parameter.
            throw new PSInvalidCastException();
        }

        string[] texts = Unwrap(inputData) is IEnumerable list and not string
            ? [.. list.Cast<object?>().SelectMany(TextsOf)]
            : [.. TextsOf(inputData)];
        return Single && texts.Length == 1 ? texts[0] : texts;
    }

    private static object? Unwrap(object? value) => value is PSObject wrapper ? wrapper.BaseObject : value;

    private bool IsNamedOtherwise(object? item) =>
        NotWith.Length > 0
            && Unwrap(item) is not (null or string)
            && !string.IsNullOrEmpty(PSObject.AsPSObject(item).Properties[NotWith]?.Value?.ToString());

    private IEnumerable<string> TextsOf(object? item)
    {
        object? value = Unwrap(item);
        if (value is MailDomain domain && DomainMeansItsAddresses)
        {
            return ["*@" + domain.Name];
        }

        if (value is null or string or EmailAddress or DomainName)
        {
            return [value?.ToString() ?? ""];
        }

        PSObject wrapper = PSObject.AsPSObject(item);
        object? named = properties.Select(name => wrapper.Properties[name]?.Value)
            .FirstOrDefault(found => found is not null);
        return Unwrap(named ?? value) is IEnumerable list and not string
            ? list.Cast<object?>().Select(element => element?.ToString() ?? "")
            : [(named ?? value).ToString() ?? ""];
    }
}
