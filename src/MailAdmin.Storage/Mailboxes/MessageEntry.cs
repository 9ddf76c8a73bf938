using System.Runtime.InteropServices;
using MailAdmin.Contracts;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>What is kept in memory of a message: 48 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MessageEntry
{
    public ulong ModSeq;
    public FlagSet Flags;
    public PackedDate Date;
    public uint Uid;
    public int Segment;
    public uint Offset;
    public uint StructureLength;
    public uint Size;
    public uint BodyChecksum;

    /// <summary>Where its octets lie; entries with the same place share them.</summary>
    public readonly BodyKey Body => new(Segment, Offset);

    /// <summary>As sessions see it.</summary>
    public readonly MessageInfo ToInfo() => new(new Uid(Uid), Flags, ModSeq, Size, Date.ToDateTimeOffset());
}

/// <summary>The place of a body in the log.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BodyKey(int Segment, uint Offset);
