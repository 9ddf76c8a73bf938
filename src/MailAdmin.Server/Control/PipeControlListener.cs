using System.IO.Pipes;

namespace MailAdmin.Server.Control;

/// <summary>A named pipe that only this user can open.</summary>
internal sealed class PipeControlListener(string name, string storePath) : IControlListener
{
    public string EndPoint => name;

    public async Task<Stream> AcceptAsync(CancellationToken cancellationToken)
    {
        NamedPipeServerStream pipe = new(
            name,
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

    public void Dispose() => OwnerFile.DeleteFrom(storePath);
}
