using System.Net;

namespace MailAdmin.Diagnostics.Web;

/// <summary>The response of a web server.</summary>
/// <param name="Status">The status; 0 when there is no response.</param>
/// <param name="Content">The content.</param>
/// <param name="Problem">Why there is no response that could be read, in English; null when there is one.</param>
internal sealed record WebAnswer(HttpStatusCode Status, byte[] Content, string? Problem)
{
    public bool IsSuccess => Problem is null && (int)Status is >= 200 and < 300;

    public static WebAnswer FailedBecause(string problem) => new(0, [], problem);
}
