using System.Management.Automation;

namespace MailAdmin.Arguments;

/// <summary>
/// Takes a credential, or a user name whose password is asked for, as <see cref="CredentialAttribute"/> does; but null
/// is no credential, and asks nothing.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OptionalCredentialAttribute : ArgumentTransformationAttribute
{
    private readonly CredentialAttribute credential = new();

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData is null ? null : credential.Transform(engineIntrinsics, inputData);
}
