using System.Runtime.InteropServices;
using MailAdmin.Contracts;
using MailAdmin.Storage.Content;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>What is kept in memory of a message: 48 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MessageEntry
{
    public ulong ModSeq;
    public FlagSet Flags;
    public PackedDate Date;
    public uint Uid;
    public StoredBody Body;

    /// <summary>The message as sessions see it.</summary>
    public readonly MessageInfo ToInfo() => new(new Uid(Uid), Flags, ModSeq, Body.Size, Date.ToDateTimeOffset());
}
