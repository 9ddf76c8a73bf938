namespace MailAdmin.Requests;

/// <summary>A number that must not be smaller.</summary>
/// <param name="minimum">The smallest that is accepted.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AtLeastAttribute(int minimum) : Attribute
{
    /// <summary>The smallest that is accepted.</summary>
    public int Minimum { get; } = minimum;
}
