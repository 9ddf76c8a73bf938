using System.Globalization;

namespace MailAdmin.Diagnostics;

/// <summary>What all tests have in common.</summary>
public abstract record TestRequest
{
    /// <summary>How long one check may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The language of the texts.</summary>
    public CultureInfo Culture { get; init; } = CultureInfo.CurrentUICulture;
}
