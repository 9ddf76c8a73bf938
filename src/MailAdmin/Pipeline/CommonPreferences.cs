using System.Management.Automation;

namespace MailAdmin.Pipeline;

/// <summary>
/// What the common parameters of a cmdlet ask for, or the preference variables of the caller where a parameter is not
/// given. The engine has the same values, but does not show them to a cmdlet.
/// </summary>
internal sealed class CommonPreferences(PSCmdlet cmdlet)
{
    /// <summary>Whether nothing may be changed: -WhatIf, or $WhatIfPreference.</summary>
    public bool IsWhatIf => ValueOf<bool>("WhatIf", "WhatIfPreference");

    /// <summary>
    /// Whether an error of one item may stop the pipeline: -ErrorAction or $ErrorActionPreference is Stop, Inquire or
    /// Break.
    /// </summary>
    public bool MayStopOnError => ValueOf<ActionPreference>("ErrorAction", "ErrorActionPreference")
        is not (ActionPreference.Continue or ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    private T? ValueOf<T>(string parameter, string variable)
    {
        object? value = cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out object? given)
            ? given
            : cmdlet.GetVariableValue(variable);
        return LanguagePrimitives.TryConvertTo(value, out T result) ? result : default;
    }
}
