using System.Collections.Frozen;
using System.Globalization;

namespace Teg.Platform.Qualifier.Rules;

/// <summary>Whether rules can be obeyed: what is wrong with which value, as the body names it.</summary>
internal static class RuleCheck
{
    private const decimal Most = 1_000_000_000m;
    private const int MostStyles = 1_000;
    private const decimal DearestRate = 1_000_000m;
    private const int MostRates = 60;
    private const int LongestAddress = 500;

    /// <summary>ISO 4217, the currencies of countries; without metals, funds and test codes.</summary>
    private static readonly FrozenSet<string> Currencies = (
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD "
        + "EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD "
        + "LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK "
        + "SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG")
        .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <param name="content">As it was sent; parts may be missing.</param>
    /// <param name="defaults">The service's own pages are allowed whatever address they have: on a developer's machine it is no https.</param>
    /// <param name="promptVersions">Those there are.</param>
    /// <returns>Empty when all is well.</returns>
    public static Dictionary<string, string[]> Of(RuleContent? content, RuleSet defaults, IReadOnlyCollection<string> promptVersions)
    {
        var wrong = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (content?.Thresholds is not { } thresholds)
        {
            wrong["content.thresholds"] = ["Say all thresholds."];
        }
        else
        {
            CheckThresholds(thresholds, wrong);
        }

        if (content?.Pages is not { } pages)
        {
            wrong["content.pages"] = ["Say all three pages."];
        }
        else
        {
            CheckPage("content.pages.thankYou", pages.ThankYou, defaults.Pages, wrong);
            CheckPage("content.pages.letsChat", pages.LetsChat, defaults.Pages, wrong);
            CheckPage("content.pages.introCall", pages.IntroCall, defaults.Pages, wrong);
        }

        if (content?.PromptVersion is { } version && !promptVersions.Contains(version))
        {
            wrong["content.promptVersion"] = [$"There is no such version of the prompt. Those there are: {string.Join(", ", promptVersions)}."];
        }

        return wrong;
    }

    private static void CheckThresholds(Thresholds thresholds, Dictionary<string, string[]> wrong)
    {
        if (thresholds.CapBelowBudget is < 0 or > Most)
        {
            wrong["content.thresholds.capBelowBudget"] = ["An amount from 0 to a billion."];
        }

        if (thresholds.CapBelowStyles is < 0 or > MostStyles)
        {
            wrong["content.thresholds.capBelowStyles"] = [$"A number from 0 to {MostStyles}."];
        }

        if (thresholds.LiftFromBudget is < 0 or > Most)
        {
            wrong["content.thresholds.liftFromBudget"] = ["An amount from 0 to a billion."];
        }
        else if (thresholds.LiftFromBudget < thresholds.CapBelowBudget)
        {
            // The two may touch: "below 5,000" and "from 5,000" share no budget.
            wrong["content.thresholds.liftFromBudget"] = ["A budget cannot be too small and lift a lead at once: not less than capBelowBudget."];
        }

        if (thresholds.LiftToBudget > Most || thresholds.LiftToBudget < thresholds.LiftFromBudget)
        {
            wrong["content.thresholds.liftToBudget"] = ["Not less than liftFromBudget, and a billion at most."];
        }

        if (thresholds.Currency is null || !Currencies.Contains(thresholds.Currency))
        {
            wrong["content.thresholds.currency"] = ["A currency by its three letters of ISO 4217, such as USD."];
        }

        if (thresholds.Rates is null || thresholds.Rates.Count > MostRates)
        {
            wrong["content.thresholds.rates"] = [$"What other currencies are worth; {MostRates} of them at most, and {{}} for none."];
            return;
        }

        foreach (var (currency, rate) in thresholds.Rates)
        {
            if (!Currencies.Contains(currency) || currency == thresholds.Currency)
            {
                wrong[$"content.thresholds.rates.{Named(currency)}"] = ["Another currency by its three letters of ISO 4217."];
            }
            else if (rate is <= 0 or > DearestRate)
            {
                wrong[$"content.thresholds.rates.{currency}"] = [$"More than 0 and {DearestRate.ToString("#,##0", CultureInfo.InvariantCulture)} at most."];
            }
        }
    }

    // A key of theirs comes back in the answer: cut to what a key can be.
    private static string Named(string currency) => new([.. currency.Where(char.IsAsciiLetterOrDigit).Take(10)]);

    private static void CheckPage(string name, Uri? page, Pages own, Dictionary<string, string[]> wrong)
    {
        if (page is not null && (page == own.ThankYou || page == own.LetsChat || page == own.IntroCall))
        {
            return;
        }

        if (page is not { IsAbsoluteUri: true } || page.Scheme != Uri.UriSchemeHttps || page.UserInfo.Length > 0 || page.Host.Length == 0
            || page.OriginalString.Length > LongestAddress || page.OriginalString.Any(letter => char.IsControl(letter) || letter is ' ' or '\\' or '"' or '<' or '>'))
        {
            wrong[name] = ["A whole address that begins with https:// and names no user, such as https://calendly.com/your-house/intro-call."];
        }
    }
}
