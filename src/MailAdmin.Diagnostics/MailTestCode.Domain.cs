namespace MailAdmin.Diagnostics;

/// <summary>The causes that a test of a domain can name.</summary>
internal static partial class MailTestCode
{
    public const string DomainExpiresSoon = nameof(DomainExpiresSoon);
}
