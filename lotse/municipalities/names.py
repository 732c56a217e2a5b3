"""How a municipality is called and described, from the official register's words. Pure."""

_PREFIXED_TYPES = frozenset({"Amt", "Samtgemeinde", "Verbandsgemeinde", "Verwaltungsgemeinschaft"})
_ABBREVIATED = ("GVV", "VVG", "VG", "EG", "VV")


def short_name(kind: str, name: str, type_: str) -> str:
    """Return the name in everyday use: "Kiel", "Landkreis Osnabrück", "Amt Büchen".

    kind, name, type_: as in the register; "Kiel, Landeshauptstadt" carries its title in the name.
    """
    if kind == "gemeinde" or "stadt" in type_.lower():
        return name.partition(",")[0]
    if kind == "kreis":
        # "Ortenaukreis" and "Region Hannover" already say what they are.
        says_it = any(word in name for word in ("kreis", "Kreis", "region", "Region"))
        return name if says_it else f"{type_} {name}"
    bare = name.removesuffix(", Stadt").removesuffix(" (VGem)")
    if type_ in _PREFIXED_TYPES and not bare.startswith(_ABBREVIATED):
        return f"{type_} {bare}"
    if type_ == "Erfüllende Gemeinde":
        return f"{bare} (Erfüllende Gemeinde)"
    return bare


def size_word(kind: str, type_: str, size_class: str) -> str:
    """Return what kind of place it is, by town rights and KGSt size class: "Mittelstadt".

    Limits: Großstadt from 100,000 (G1 to G3), Mittelstadt from 25,000 (G4, G5), else Kleinstadt.
    A place without town rights keeps its type, a district and an association too.
    """
    if kind == "verband":
        return type_
    if "tadt" not in type_ and "tadt" not in size_class:
        return "Gemeinde" if type_ == "Kreisangehörige Gemeinde" else type_
    if size_class in ("G1", "G2", "G3"):
        return "Großstadt"
    return "Mittelstadt" if size_class in ("G4", "G5") else "Kleinstadt"
