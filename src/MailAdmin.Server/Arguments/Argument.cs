using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Server.Arguments;

/// <summary>Checks of values that no type can express. Each refusal names the value and what it may be.</summary>
internal static class Argument
{
    public static void RequireAtLeast(int minimum, int? value, string name)
    {
        if (value < minimum)
        {
            throw Invalid(name, value, MailText.Of("Reason.AtLeast", minimum));
        }
    }

    public static void RequireAtLeast(TimeSpan minimum, TimeSpan? value, string name)
    {
        if (value < minimum)
        {
            throw Invalid(name, value, MailText.Of("Reason.AtLeast", minimum));
        }
    }

    public static void RequireAtMost(TimeSpan maximum, TimeSpan? value, string name)
    {
        if (value > maximum)
        {
            throw Invalid(name, value, MailText.Of("Reason.AtMost", maximum));
        }
    }

    public static void RequireShortText(string? value, string name)
    {
        if (value is null)
        {
            return;
        }

        if (value.Length > ShortTextAttribute.MaxLength)
        {
            throw Invalid(
                name, $"{value.AsSpan(0, 20)}…", MailText.Of("Reason.TooManyCharacters", ShortTextAttribute.MaxLength));
        }

        if (value.Any(char.IsControl))
        {
            throw Invalid(name, value, MailText.Of("Reason.Control"));
        }
    }

    /// <summary>Percentages of a quota, in ascending order.</summary>
    public static IReadOnlyList<int>? Percentages(IReadOnlyList<int>? values, string name)
    {
        if (values is null)
        {
            return null;
        }

        foreach (int value in values)
        {
            if (value is < 1 or > 100)
            {
                throw Invalid(name, value, MailText.Of("Reason.Between", 1, 100));
            }
        }

        return [.. values.Distinct().Order()];
    }

    public static MailException Invalid(string name, object? value, MailText reason) =>
        MailException.Of(MailError.InvalidArgument, value, name, reason);
}
