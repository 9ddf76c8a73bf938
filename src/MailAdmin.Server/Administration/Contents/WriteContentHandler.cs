using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Contents;

internal sealed class WriteContentHandler(UploadTable uploads) : IRequestHandler<WriteContent, NoResult>
{
    public async Task<NoResult> HandleAsync(WriteContent request, CancellationToken cancellationToken)
    {
        await uploads.WriteAsync(request.Upload, request.Offset, request.Bytes, cancellationToken);
        return NoResult.Value;
    }
}
