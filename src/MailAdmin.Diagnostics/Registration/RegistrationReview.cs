namespace MailAdmin.Diagnostics.Registration;

/// <summary>What a registration means for mail. RFC 8056 (states), RFC 3915 (grace periods)</summary>
internal static class RegistrationReview
{
    /// <summary>With fewer days left, somebody should check whether the domain is renewed.</summary>
    private const int WarningDays = 30;

    // EPP writes clientHold, RDAP client hold.
    private static readonly string[] Ending =
        ["redemption period", "pending delete", "redemptionPeriod", "pendingDelete"];

    private static readonly string[] OnHold = ["client hold", "server hold", "clientHold", "serverHold"];

    /// <summary>The code: Ok, DomainExpired, DomainOnHold or DomainExpiresSoon.</summary>
    public static string CodeOf(DomainRegistration registration, DateTimeOffset now)
    {
        if (registration.Expires <= now || Has(registration, Ending))
        {
            return MailTestCode.DomainExpired;
        }

        if (Has(registration, OnHold))
        {
            return MailTestCode.DomainOnHold;
        }

        return registration.Expires - now < TimeSpan.FromDays(WarningDays)
            ? MailTestCode.DomainExpiresSoon
            : MailTestCode.Ok;
    }

    /// <summary>The whole days that are left, negative after the end; null when it is unknown.</summary>
    public static int? DaysLeft(DomainRegistration registration, DateTimeOffset now) =>
        registration.Expires is { } expires ? (int)Math.Floor((expires - now).TotalDays) : null;

    private static bool Has(DomainRegistration registration, string[] states) =>
        registration.Status.Any(status => states.Contains(status, StringComparer.OrdinalIgnoreCase));
}
