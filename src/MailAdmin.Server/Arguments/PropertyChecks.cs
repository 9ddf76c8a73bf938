using System.Reflection;
using MailAdmin.Requests;

namespace MailAdmin.Server.Arguments;

/// <summary>Checks the values of a request by the attributes of their properties.</summary>
internal static class PropertyChecks<TValues>
    where TValues : class
{
    private static readonly Action<TValues>[] Checks = [.. typeof(TValues).GetProperties().SelectMany(ChecksOf)];

    /// <exception cref="MailException">InvalidArgument: names the property and what it may be.</exception>
    public static void Run(TValues values)
    {
        foreach (Action<TValues> check in Checks)
        {
            check(values);
        }
    }

    private static IEnumerable<Action<TValues>> ChecksOf(PropertyInfo property)
    {
        if (property.IsDefined(typeof(ShortTextAttribute)))
        {
            Func<TValues, string?> text = property.GetMethod!.CreateDelegate<Func<TValues, string?>>();
            yield return values => Argument.RequireShortText(text(values), property.Name);
        }

        if (property.GetCustomAttribute<AtLeastAttribute>() is { } atLeast)
        {
            Func<TValues, int?> number = property.GetMethod!.CreateDelegate<Func<TValues, int?>>();
            yield return values => Argument.RequireAtLeast(atLeast.Minimum, number(values), property.Name);
        }
    }
}
