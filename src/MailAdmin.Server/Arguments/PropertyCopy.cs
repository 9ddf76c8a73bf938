using System.Reflection;
using MailAdmin.Requests;

namespace MailAdmin.Server.Arguments;

/// <summary>
/// Copies values between two types by the names of their properties. A value of an account, a domain or a group has one
/// name everywhere: in the request that sets it, the record that stores it and the object that shows it. What only one
/// of the two types has, or has as a type that <see cref="OutputConversion"/> does not know, is left to the caller; a
/// value that may be absent is copied to one that may not when it is there.
/// </summary>
internal static class PropertyCopy
{
    /// <summary>Copies every value that both have; <paramref name="target"/> is new and known to nobody else.</summary>
    public static TTarget All<TSource, TTarget>(TSource source, TTarget target)
        where TSource : class
        where TTarget : class
    {
        foreach (Action<TSource, TTarget> copy in Pair<TSource, TTarget>.All)
        {
            copy(source, target);
        }

        return target;
    }

    /// <summary>Copies the values that are given; <paramref name="target"/> is new and known to nobody else.</summary>
    public static TTarget Given<TValues, TTarget>(TValues values, TTarget target)
        where TValues : class, IGivenValues
        where TTarget : class
    {
        foreach (string name in values.Given)
        {
            if (Pair<TValues, TTarget>.Copies.TryGetValue(name, out Action<TValues, TTarget>? copy))
            {
                copy(values, target);
            }
        }

        return target;
    }

    /// <summary>The names of the properties that are copied from one type to another.</summary>
    public static IReadOnlyCollection<string> Names<TSource, TTarget>()
        where TSource : class
        where TTarget : class => Pair<TSource, TTarget>.Copies.Keys;

    private static class Pair<TSource, TTarget>
        where TSource : class
        where TTarget : class
    {
        public static readonly Dictionary<string, Action<TSource, TTarget>> Copies = Find();

        public static readonly Action<TSource, TTarget>[] All = [.. Copies.Values];

        private static Dictionary<string, Action<TSource, TTarget>> Find()
        {
            Dictionary<string, Action<TSource, TTarget>> copies = new(StringComparer.Ordinal);
            foreach (PropertyInfo to in typeof(TTarget).GetProperties().Where(property => property.CanWrite))
            {
                if (typeof(TSource).GetProperty(to.Name) is { } from && CopyOf(from, to) is { } copy)
                {
                    copies[to.Name] = copy;
                }
            }

            return copies;
        }

        private static Action<TSource, TTarget>? CopyOf(PropertyInfo from, PropertyInfo to)
        {
            if (from.PropertyType == to.PropertyType)
            {
                return Make(nameof(Always), [to.PropertyType], from, to);
            }

            if (Nullable.GetUnderlyingType(from.PropertyType) == to.PropertyType)
            {
                return Make(nameof(IfPresent), [to.PropertyType], from, to);
            }

            return OutputConversion.Find(from.PropertyType, to.PropertyType) is { } conversion
                ? Make(nameof(Converted), [from.PropertyType, to.PropertyType], from, to, conversion)
                : null;
        }

        private static Action<TSource, TTarget> Make(string method, Type[] types, params object[] arguments) =>
            (Action<TSource, TTarget>)typeof(Pair<TSource, TTarget>)
                .GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(types)
                .Invoke(null, arguments)!;

        private static Action<TSource, TTarget> Always<T>(PropertyInfo from, PropertyInfo to)
        {
            Func<TSource, T> get = from.GetMethod!.CreateDelegate<Func<TSource, T>>();
            Action<TTarget, T> set = to.SetMethod!.CreateDelegate<Action<TTarget, T>>();
            return (source, target) => set(target, get(source));
        }

        private static Action<TSource, TTarget> Converted<TFrom, TTo>(
            PropertyInfo from, PropertyInfo to, Func<TFrom, TTo> convert)
        {
            Func<TSource, TFrom> get = from.GetMethod!.CreateDelegate<Func<TSource, TFrom>>();
            Action<TTarget, TTo> set = to.SetMethod!.CreateDelegate<Action<TTarget, TTo>>();
            return (source, target) => set(target, convert(get(source)));
        }

        private static Action<TSource, TTarget> IfPresent<T>(PropertyInfo from, PropertyInfo to)
            where T : struct
        {
            Func<TSource, T?> get = from.GetMethod!.CreateDelegate<Func<TSource, T?>>();
            Action<TTarget, T> set = to.SetMethod!.CreateDelegate<Action<TTarget, T>>();
            return (source, target) =>
            {
                if (get(source) is { } value)
                {
                    set(target, value);
                }
            };
        }
    }
}
