namespace MailAdmin.Requests;

/// <summary>A text for people: of at most 1,000 characters, without control characters.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ShortTextAttribute : Attribute
{
    /// <summary>The maximum length.</summary>
    public const int MaxLength = 1_000;
}
