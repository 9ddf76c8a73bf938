namespace MailAdmin.Server.Control;

/// <summary>What a frame is.</summary>
internal enum ControlKind : byte
{
    /// <summary>Owner, first: who it is.</summary>
    Greeting = 1,

    /// <summary>Client: a call, with the name of its request.</summary>
    Request,

    /// <summary>Client: the answer to a call is not awaited any more.</summary>
    Cancel,

    /// <summary>Client: release the store as soon as nobody uses it; somebody waits to own it.</summary>
    Release,

    /// <summary>Owner: some objects of a stream.</summary>
    Items,

    /// <summary>Owner: how far a call is.</summary>
    Progress,

    /// <summary>Owner: the result of a call, or the last objects of a stream.</summary>
    Result,

    /// <summary>Owner: a call was refused.</summary>
    Refused,

    /// <summary>Owner: a call was given up because it was cancelled.</summary>
    Cancelled,

    /// <summary>Owner, last: calls with a higher number than this frame's were not begun.</summary>
    Goodbye,
}

/// <summary>A message on the control channel.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">The number of the call, ascending on its connection.</param>
/// <param name="Name">The name of a request; empty otherwise.</param>
/// <param name="Content">JSON.</param>
internal readonly record struct ControlFrame(ControlKind Kind, int Id, string Name, ReadOnlyMemory<byte> Content);
