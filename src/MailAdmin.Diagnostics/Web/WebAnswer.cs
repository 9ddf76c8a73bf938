using System.Net;

namespace MailAdmin.Diagnostics.Web;

/// <summary>What a web server answered.</summary>
/// <param name="Status">The status; 0: there was no answer.</param>
/// <param name="Content">The content, as far as the limit allows.</param>
/// <param name="Problem">Why there is no answer that could be read, in English; null: there is one.</param>
internal sealed record WebAnswer(HttpStatusCode Status, byte[] Content, string? Problem)
{
    public bool IsSuccess => Problem is null && (int)Status is >= 200 and < 300;

    public static WebAnswer FailedBecause(string problem) => new(0, [], problem);
}
