namespace Teg.Platform.Sandbox.World;

/// <summary>The people, campaigns, categories and words that the world is made of. The same in every seed.</summary>
internal static class Catalogue
{
    public static readonly IReadOnlyList<Rep> Reps =
    [
        new(0, "Burki", "Burki Akbulut", "burki-akbulut", "burki@teg.example", 61000001, "BURKIAKBULUT2345", ["Burki", "burki", "B. Akbulut", "Burki Akbulut "]),
        new(1, "Sofia", "Sofia Marchetti", "sofia-marchetti", "sofia@teg.example", 61000002, "SOFIAMARCHETTI23", ["Sofia", "Sofia Marchetti"]),
        new(2, "Dana", "Dana Whitfield", "dana-whitfield", "dana@teg.example", 61000003, "DANAWHITFIELD234", ["Dana", "DANA", "D. Whitfield"]),
        new(3, "Marcus", "Marcus Oyelaran", "marcus-oyelaran", "marcus@teg.example", 61000004, "MARCUSOYELARAN23", ["Marcus", " Marcus Oyelaran"]),
        new(4, "Priya", "Priya Raman", "priya-raman", "priya@teg.example", 61000005, "PRIYARAMAN234567", ["Priya", "Priya Raman"]),
    ];

    public static readonly IReadOnlyList<(int Rep, double Weight)> RepShares = [(0, 30), (1, 24), (2, 18), (3, 16), (4, 12)];

    public static readonly IReadOnlyList<(string Category, double Weight)> Categories =
        [("Development", 34), ("Production", 26), ("A La Carte", 14), ("Bridal & Couture", 17), ("Consulting", 9)];

    public static readonly IReadOnlyList<Campaign> Campaigns = BuildCampaigns();

    public static readonly string[] FirstNames =
    [
        "Ava", "Noah", "Mia", "Leo", "Zoe", "Ivy", "Amara", "Luca", "Elena", "Kofi", "Hana", "Mateo", "Priya", "Jonah", "Camille", "Andre", "Naomi", "Felix",
        "Renée", "Tariq", "Ingrid", "Omar", "Bianca", "Wes", "Lucía", "Dmitri", "Chloe", "Ezra", "Fatima", "Giselle", "Harper", "Isla", "Jade", "Keiko", "Lena",
        "Marisol", "Nadia", "Odette", "Paloma", "Quinn", "Rosa", "Simone", "Thea", "Uma", "Vera", "Willa", "Xenia", "Yara", "Zara", "Theo",
    ];

    public static readonly string[] LastNames =
    [
        "Moreno", "Chen", "Okafor", "Lindqvist", "Rossi", "Haddad", "Nguyen", "Fischer", "Delacroix", "Kim", "Alvarez", "Novak", "Bennett", "Sato", "Adeyemi",
        "Kowalski", "Ibrahim", "Dubois", "Castellano", "O'Neill", "Petrov", "Singh", "Moreau", "Varga", "Silva", "Hughes", "Park", "Weiss", "Larsen", "Costa",
        "Abbott", "Barros", "Calder", "Draper", "Ellery", "Fontaine", "Grantham", "Hollis", "Iverson", "Jansen",
    ];

    public static readonly string[] CompanyWords =
        ["Atelier", "Studio", "Collective", "House", "Label", "Apparel", "Couture", "Bridal", "Denim", "Swim", "Knit", "Active"];

    public static readonly string[] Projects =
    [
        "Capsule collection of silk evening dresses, tech packs ready, samples needed before market week.",
        "Bridal line of eight gowns with hand beading. Looking for pattern making and first samples.",
        "Streetwear drop, heavyweight fleece, cut and sew, 300 pieces per style.",
        "Luxury loungewear in cashmere, need sourcing and development.",
        "Activewear set, four styles, recycled fabrics, grading from XXS to 3X.",
        "Contemporary womenswear, twelve looks, want full package production in Los Angeles.",
        "Costume pieces for a touring artist, short timeline, budget approved.",
        "Resort wear, printed silk, small runs, made in USA is a must.",
        "Tailored suiting for women, three jackets and two trousers, samples exist.",
        "Children's occasion wear, smocking, fifty pieces per style to start.",
    ];

    /// <summary>What people write who do not know yet. As many as there are projects, so that no other throw of the dice moves.</summary>
    public static readonly string[] Vague =
    [
        "Hello, I would like to know more about what you offer.", "How does it work and what would it cost? Please call me.",
        "I have an idea that I would rather not put in writing yet.", "We are comparing several houses at the moment, send us your prices.",
        "A friend told me about you. Can we talk?", "Not sure yet what I need, maybe you can advise me.",
        "Interested.", "Do you also work with people who are just starting out?",
        "Please send me more information when you have a minute.", "We might have something for next year, it is early days.",
    ];

    public static readonly string[] Misfits =
    [
        "I need one dress altered for a wedding next Saturday.", "Can you print my logo on twenty t-shirts?", "Student project, no budget, looking for mentoring.",
        "Do you sell fabric by the yard?", "Looking for a seamstress job.",
    ];

    public static readonly string[] Spam =
    [
        "We can rank your website number one on Google, reply for prices.", "Dear sir, we are leading exporter of garments machine.", "Crypto investment, 400% guaranteed.",
        "Buy followers cheap cheap cheap", "I noticed your site has errors, click to fix.",
    ];

    public static readonly string[] Budgets = ["Under $5k", "$5k–$10k", "$10k–$20k", "$20k–$50k", "Over $50k"];

    public static readonly string[] Timelines = ["As soon as possible", "1–3 months", "3–6 months", "Over 6 months"];

    public static readonly string[] LeadStatuses = ["New Lead", "Contacted", "Call Booked", "Design Review", "Proposal", "Closed", "Lost"];

    public static readonly string[] Stages = ["Proposal", "Negotiation", "Won", "Lost"];

    /// <summary>What a visit from a channel without a campaign carries in its address.</summary>
    public static readonly IReadOnlyList<(FreeChannel Channel, double PerDay)> FreeChannels =
    [
        (new("organic-search", [("google", "organic"), ("bing", "organic"), ("duckduckgo", "organic")]), 2.70),
        (new("organic-social", [("instagram", "social"), ("instagram", "bio"), ("tiktok", "social"), ("pinterest", "organic"), ("facebook", "social")]), 1.75),
        (new("email", [("newsletter", "email"), ("klaviyo", "email"), ("mailchimp", "newsletter")]), 0.80),
        (new("referral", [("voguebusiness.com", "referral"), ("maker-row", "referral"), ("referral", "")]), 1.00),
        (new("direct", [("", "")]), 1.80),
        (new("other", [("yelp", "listing"), ("trade-show", "qr"), ("chatgpt.com", ""), ("google", "maps")]), 0.50),
    ];

    public static Rep RepNamed(string name) =>
        Reps.FirstOrDefault(rep => rep.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || rep.FullName.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? Reps[0];

    public static Campaign? CampaignWith(string? utm) => utm is null ? null : Campaigns.FirstOrDefault(campaign => campaign.Utm.Equals(utm.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>Month by month, how much busier than the average year this trade is.</summary>
    public static double SeasonOf(DateOnly day) =>
        day.Month switch { 1 => 1.18, 2 => 1.12, 3 => 1.06, 4 => 1.02, 5 => 0.97, 6 => 0.92, 7 => 0.84, 8 => 0.90, 9 => 1.10, 10 => 1.12, 11 => 1.02, _ => 0.76 };

    public static double WeekdayOf(DateOnly day) =>
        day.DayOfWeek switch { DayOfWeek.Monday => 1.14, DayOfWeek.Tuesday => 1.16, DayOfWeek.Wednesday => 1.12, DayOfWeek.Thursday => 1.06, DayOfWeek.Friday => 0.98, DayOfWeek.Saturday => 0.70, _ => 0.84 };

    private static List<Campaign> BuildCampaigns()
    {
        (string Channel, string Platform, string Source, string Medium, double Click, double Rate, double Lead, (string Name, double Spend, int From, int To)[] Flights)[] platforms =
        [
            ("google-ads", "Google Ads", "google", "cpc", 4.6, 0.052, 172,
            [
                ("Brand Search", 38, 0, 365), ("Fashion Manufacturer Search", 128, 0, 365), ("Couture Manufacturing Search", 96, 0, 365), ("Sample Making Search", 74, 0, 365),
                ("Pattern Making LA", 52, 0, 365), ("Clothing Manufacturer LA", 88, 0, 365), ("Bridal Production Search", 64, 20, 210), ("Activewear Development", 58, 90, 300),
                ("Performance Max", 84, 45, 365), ("Display Remarketing", 26, 0, 365), ("YouTube Atelier Tour", 34, 120, 240), ("Competitor Search", 42, 150, 365),
                ("Market Week Push", 90, 270, 320), ("Holiday Capsule", 60, 330, 365),
            ]),
            ("meta-ads", "Meta Ads", "facebook", "paid_social", 1.9, 0.013, 158,
            [
                ("Prospecting Designers", 92, 0, 365), ("Lookalike Clients", 70, 0, 365), ("Instagram Reels Atelier", 48, 30, 330), ("Bridal Inspiration", 44, 40, 200),
                ("Retargeting Site Visitors", 30, 0, 365), ("Spring Capsule", 52, 60, 130), ("Fall Collections", 56, 210, 300), ("Lead Form Test", 36, 140, 190),
                ("Denim Founders", 32, 200, 330), ("Advantage Plus", 60, 180, 365),
            ]),
            ("linkedin-ads", "LinkedIn Ads", "linkedin", "paid", 8.4, 0.006, 248,
            [
                ("Brand Founders", 58, 0, 365), ("Production Directors", 44, 30, 300), ("Sourcing Leaders", 36, 90, 260), ("Private Label Retail", 40, 160, 365),
                ("Costume Departments", 26, 60, 150), ("Thought Leadership", 22, 240, 365),
            ]),
            ("pinterest-ads", "Pinterest Ads", "pinterest", "cpc", 1.3, 0.009, 142,
            [
                ("Bridal Boards", 30, 0, 365), ("Couture Details", 26, 60, 365), ("Evening Wear Pins", 22, 200, 350), ("Summer Resort", 24, 100, 200), ("Shopping Lookbook", 18, 250, 365),
            ]),
            ("microsoft-ads", "Microsoft Ads", "bing", "cpc", 3.2, 0.038, 150,
            [
                ("Brand", 12, 0, 365), ("Manufacturer Search", 40, 0, 365), ("Sample Sewing", 24, 50, 340), ("Audience Network", 16, 120, 300), ("Uniform Production", 20, 170, 365),
            ]),
        ];

        var campaigns = new List<Campaign>();
        foreach (var (channel, platform, source, medium, click, rate, lead, flights) in platforms)
        {
            foreach (var (name, spend, from, to) in flights)
            {
                var dice = new Dice(7, campaigns.Count);
                var utm = $"{platform.Split(' ')[0]}-{name}".ToLowerInvariant().Replace(' ', '-');
                campaigns.Add(new Campaign(
                    campaigns.Count, $"{platform.Split(' ')[0]} | {name}", utm, channel, platform, source, medium,
                    spend, click * dice.Between(0.8, 1.25), rate * dice.Between(0.75, 1.3), lead * dice.Between(0.65, 1.3), from, to));
            }
        }

        return campaigns;
    }
}

/// <summary>A channel without campaigns and the (source, medium) pairs that lead to it.</summary>
internal sealed record FreeChannel(string Id, (string Source, string Medium)[] Marks);
