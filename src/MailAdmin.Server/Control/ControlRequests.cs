using System.Collections.Concurrent;
using MailAdmin.Requests;

namespace MailAdmin.Server.Control;

/// <summary>Finds the kind of a request by the name under which it travels: that of its record.</summary>
internal static class ControlRequests
{
    private static readonly ConcurrentDictionary<string, ControlRequest> Known = new(StringComparer.Ordinal);

    /// <summary>The name of a request on the channel.</summary>
    public static string NameOf(object request) => request.GetType().Name;

    /// <summary>Returns null when no request has the name: it comes from another version of the module.</summary>
    public static ControlRequest? Find(string name)
    {
        if (Known.TryGetValue(name, out ControlRequest? known))
        {
            return known;
        }

        // Only names that are found are kept, so that a client cannot fill the memory with others.
        return Create(name) is { } created ? Known.GetOrAdd(name, created) : null;
    }

    private static ControlRequest? Create(string name)
    {
        Type contracts = typeof(IMailAdministration);
        Type? request = name.All(char.IsAsciiLetterOrDigit) ? contracts.Assembly.GetType($"{contracts.Namespace}.{name}") : null;
        Type? asked = request is { IsAbstract: false } ? request.GetInterfaces().FirstOrDefault(IsRequest) : null;
        if (asked is null)
        {
            return null;
        }

        Type kind = asked.GetGenericTypeDefinition() == typeof(IRequest<>) ? typeof(ControlCall<,>) : typeof(ControlStream<,>);
        return (ControlRequest)Activator.CreateInstance(kind.MakeGenericType(request!, asked.GenericTypeArguments[0]))!;
    }

    private static bool IsRequest(Type candidate) =>
        candidate.IsGenericType
        && (candidate.GetGenericTypeDefinition() == typeof(IRequest<>) || candidate.GetGenericTypeDefinition() == typeof(IStreamRequest<>));
}
