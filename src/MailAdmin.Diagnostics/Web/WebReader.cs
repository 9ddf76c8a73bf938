using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;

namespace MailAdmin.Diagnostics.Web;

/// <summary>
/// Reads small documents of web servers that need not be friendly: with a limit of size and time, without cookies,
/// credentials or proxies' secrets, and without following a redirect to another scheme. It never throws for what a server does.
/// </summary>
internal sealed class WebReader(HttpMessageHandler handler, TimeSpan timeout, TimeProvider timeProvider) : IDisposable
{
    private const int MaxRedirects = 5;
    private readonly HttpMessageInvoker client = new(handler);

    /// <summary>A reader for servers of the Internet.</summary>
    public static WebReader Create(TimeSpan timeout, TimeProvider timeProvider)
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            Credentials = null,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = timeout,
            MaxResponseHeadersLength = 32,
        };
        return new WebReader(handler, timeout, timeProvider);
    }

    /// <summary>Gets a document.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="mediaType">What is wanted.</param>
    /// <param name="limit">The most octets that are read; a longer document is a failure.</param>
    /// <param name="followRedirects">Whether it may be elsewhere.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<WebAnswer> GetAsync(Uri address, string mediaType, int limit, bool followRedirects, CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(timeout, timeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            Uri next = address;
            for (int redirects = 0; redirects <= MaxRedirects; redirects++)
            {
                using HttpRequestMessage request = new(HttpMethod.Get, next);
                request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(mediaType));
                request.Headers.UserAgent.Add(new ProductInfoHeaderValue("MailAdmin", null));
                using HttpResponseMessage response = await client.SendAsync(request, either.Token);
                if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
                {
                    return await ReadAsync(response, limit, either.Token);
                }

                Uri target = new(next, location);
                if (!followRedirects)
                {
                    return WebAnswer.FailedBecause($"{next} redirects to {target}, which is not allowed here");
                }

                // To a file or to plain text would be a way around what the first address promised.
                if (target.Scheme != next.Scheme && !(next.Scheme == Uri.UriSchemeHttp && target.Scheme == Uri.UriSchemeHttps))
                {
                    return WebAnswer.FailedBecause($"{next} redirects to another scheme: {target}");
                }

                next = target;
            }

            return WebAnswer.FailedBecause($"{address} redirects more than {MaxRedirects} times");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return WebAnswer.FailedBecause($"{address.Host} did not answer within {timeout.TotalSeconds:0.#} s");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or AuthenticationException or UriFormatException or InvalidOperationException or NotSupportedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return WebAnswer.FailedBecause((failure.InnerException ?? failure).Message.ReplaceLineEndings(" "));
        }
    }

    public void Dispose() => client.Dispose();

    private static async Task<WebAnswer> ReadAsync(HttpResponseMessage response, int limit, CancellationToken cancellationToken)
    {
        await using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using MemoryStream content = new();
        byte[] buffer = new byte[8192];
        while (await stream.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            if (content.Length + read > limit)
            {
                return WebAnswer.FailedBecause($"the answer is longer than {limit} bytes");
            }

            content.Write(buffer, 0, read);
        }

        return new WebAnswer(response.StatusCode, content.ToArray(), null);
    }
}
