using System.Management.Automation;

namespace MailAdmin.Arguments;

/// <summary>
/// Takes a password as a secure string only. A text is refused without being repeated; an empty cell is no password.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapper ? wrapper.BaseObject : inputData;
        return value switch
        {
            null or "" => null,
            string => throw MailException.Of(MailError.InvalidPassword.As("Text")),
            _ => value,
        };
    }
}
