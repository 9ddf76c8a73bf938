using System.IO.Pipes;

namespace MailAdmin.Server.Control;

/// <summary>A named pipe that only this user can open.</summary>
internal sealed class PipeControlListener : IControlListener
{
    private readonly Lock gate = new();
    private readonly string storePath;
    private readonly OwnerFile owner;
    private bool disposed;

    public PipeControlListener(string name, string storePath)
    {
        EndPoint = name;
        this.storePath = storePath;
        owner = OwnerFile.Create(storePath, name);
        owner.WriteTo(storePath);
    }

    public string EndPoint { get; }

    public async Task<Stream> AcceptAsync(CancellationToken cancellationToken)
    {
        NamedPipeServerStream pipe = new(
            EndPoint,
            PipeDirection.InOut,
            NamedPipeServerStream.MaxAllowedServerInstances,
            PipeTransmissionMode.Byte,
            PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        try
        {
            await pipe.WaitForConnectionAsync(cancellationToken);
            return pipe;
        }
        catch
        {
            await pipe.DisposeAsync();
            throw;
        }
    }

    public bool Restore()
    {
        lock (gate)
        {
            return !disposed && owner.RestoreIn(storePath);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            owner.TryDeleteFrom(storePath);
        }
    }
}
