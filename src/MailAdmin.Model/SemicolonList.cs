using System.Collections.ObjectModel;

namespace MailAdmin;

/// <summary>
/// A list whose text is its items with semicolons between them. Export-Csv writes the text of a value, so a cell then
/// holds the items in the form in which New- and Set- cmdlets read them.
/// </summary>
/// <typeparam name="T">The type of its items, whose text has no semicolon.</typeparam>
public sealed class SemicolonList<T> : ReadOnlyCollection<T>
{
    internal SemicolonList(IList<T> items)
        : base(items)
    {
    }

    /// <summary>Two lists with the same items in the same order are equal.</summary>
    public override bool Equals(object? obj) => obj is SemicolonList<T> other && this.SequenceEqual(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (T item in this)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <summary>The items with semicolons between them; empty without any.</summary>
    public override string ToString() => string.Join(';', this);
}

/// <summary>Makes lists whose text is their items.</summary>
public static class SemicolonList
{
    /// <summary>The list without items.</summary>
    public static SemicolonList<T> Empty<T>() => Cache<T>.None;

    /// <summary>Wraps a list, without a copy where that is possible; null is a list without items.</summary>
    public static SemicolonList<T> Of<T>(IReadOnlyList<T>? items) => items switch
    {
        null or { Count: 0 } => Cache<T>.None,
        SemicolonList<T> same => same,
        IList<T> list => new SemicolonList<T>(list),
        _ => new SemicolonList<T>([.. items]),
    };

    private static class Cache<T>
    {
        public static readonly SemicolonList<T> None = new([]);
    }
}
