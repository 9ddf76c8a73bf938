using System.Numerics;

namespace MailAdmin.Contracts;

/// <summary>The system flags of a message, as the low bits of a <see cref="FlagSet"/>. RFC 9051 §2.3.2</summary>
[Flags]
public enum SystemFlags
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>\Seen.</summary>
    Seen = 1,

    /// <summary>\Answered.</summary>
    Answered = 2,

    /// <summary>\Flagged.</summary>
    Flagged = 4,

    /// <summary>\Deleted.</summary>
    Deleted = 8,

    /// <summary>\Draft.</summary>
    Draft = 16,
}

/// <summary>
/// All flags of a message in 64 bits: 8 for the system flags, 56 for the keywords of its mailbox, in the order of
/// <see cref="MailboxInfo.Keywords"/>.
/// </summary>
public readonly record struct FlagSet(ulong Bits)
{
    /// <summary>The most keywords that one mailbox can hold.</summary>
    public const int MaxKeywords = 56;

    private const int FirstKeywordBit = 8;

    /// <summary>The system flags among them.</summary>
    public SystemFlags System => (SystemFlags)(Bits & 0xFF);

    /// <summary>The keywords among them, shifted down to bit 0.</summary>
    public ulong KeywordBits => Bits >> FirstKeywordBit;

    /// <summary>How many flags are set.</summary>
    public int Count => BitOperations.PopCount(Bits);

    /// <summary>The set of one keyword, by its place in the mailbox's list.</summary>
    public static FlagSet OfKeyword(int index) => new(1UL << (FirstKeywordBit + index));

    /// <summary>The set of system flags alone.</summary>
    public static implicit operator FlagSet(SystemFlags flags) => new((ulong)flags);

    /// <summary>All flags of both.</summary>
    public static FlagSet operator |(FlagSet left, FlagSet right) => new(left.Bits | right.Bits);

    /// <summary>The flags of the first that the second lacks.</summary>
    public static FlagSet operator -(FlagSet left, FlagSet right) => new(left.Bits & ~right.Bits);

    /// <summary>Whether all the given system flags are set.</summary>
    public bool Has(SystemFlags flags) => (System & flags) == flags;

    /// <summary>Whether a keyword is set, by its place in the mailbox's list.</summary>
    public bool HasKeyword(int index) => (KeywordBits >> index & 1) != 0;
}

/// <summary>Flags by name, as a client gives them.</summary>
public sealed record NamedFlags(SystemFlags System, IReadOnlyList<string> Keywords)
{
    /// <summary>No flags.</summary>
    public static NamedFlags None { get; } = new(SystemFlags.None, []);
}

/// <summary>How flags are changed. RFC 9051 §6.4.6</summary>
public enum FlagChangeMode
{
    /// <summary>The message has these flags and no others afterwards.</summary>
    Replace,

    /// <summary>The message has these flags too.</summary>
    Add,

    /// <summary>The message does not have these flags.</summary>
    Remove,
}
