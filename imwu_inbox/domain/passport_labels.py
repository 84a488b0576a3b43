"""What data pages print above their values, in the languages most of them use.

Source: ICAO Doc 9303-4 4.1.1 (labels in English, French or Spanish beside the issuer's own language).
"""

PASSPORT_LABELS: dict[str, tuple[str, ...]] = {
    "number": (
        "passport no", "passport number", "passeport n", "no du passeport", "numero du passeport", "pasaporte n",
        "numero de pasaporte", "pass nr", "reisepass nr", "passaporto n", "passaporte n", "paspoort nr", "document no",
    ),
    "surname": ("surname", "family name", "nom", "noms", "apellidos", "apellido", "name", "nachname", "cognome",
                "apelido", "apelidos", "naam", "efternamn", "nazwisko"),
    "given_names": ("given names", "given name", "first names", "prenoms", "prenom", "nombres", "nombre", "vornamen",
                    "vorname", "nome", "nomi", "nomes proprios", "voornamen", "fornamn", "imiona"),
    "nationality": ("nationality", "nationalite", "nacionalidad", "staatsangehorigkeit", "cittadinanza",
                    "nacionalidade", "nationaliteit", "medborgarskap", "obywatelstwo"),
    "birth_date": ("date of birth", "date de naissance", "fecha de nacimiento", "geburtsdatum", "geburtstag",
                   "tag der geburt", "data di nascita", "data de nascimento", "geboortedatum", "fodelsedatum"),
    "sex": ("sex", "sexe", "sexo", "geschlecht", "sesso", "geslacht", "kon", "plec", "gender"),
    "place_of_birth": ("place of birth", "lieu de naissance", "lugar de nacimiento", "geburtsort", "luogo di nascita",
                       "local de nascimento", "geboorteplaats", "fodelseort", "miejsce urodzenia"),
    "issued_on": ("date of issue", "date de delivrance", "fecha de expedicion", "fecha de emision", "ausstellungsdatum",
                  "data di rilascio", "data de emissao", "datum van afgifte", "utfardad"),
    "expiry_date": ("date of expiry", "date of expiration", "date d expiration", "fecha de caducidad",
                    "fecha de vencimiento", "gultig bis", "data di scadenza", "valido ate", "geldig tot",
                    "sista giltighetsdag"),
    "authority": ("authority", "autorite", "autoridad", "behorde", "autorita", "autoridade", "autoriteit", "instantie",
                  "issuing authority", "myndighet", "organ wydajacy"),
    "personal_number": ("personal no", "personal number", "no personnel", "numero personnel", "numero personal"),
    "type": ("type", "tipo", "typ"),
    "code": ("country code", "code of issuing state", "code du pays", "codigo del pais", "codice paese", "kode"),
}  # fmt: skip
"""Folded phrases by the field whose value stands below them."""

MONTHS = {
    "jan": 1, "ene": 1, "gen": 1, "feb": 2, "fev": 2, "mar": 3, "mrt": 3, "apr": 4, "avr": 4, "abr": 4, "may": 5,
    "mai": 5, "mei": 5, "mag": 5, "maj": 5, "jun": 6, "jui": 6, "giu": 6, "jul": 7, "lug": 7, "aug": 8, "aou": 8,
    "ago": 8, "sep": 9, "set": 9, "oct": 10, "okt": 10, "out": 10, "ott": 10, "nov": 11, "dec": 12, "dez": 12,
    "dic": 12, "des": 12,
}  # fmt: skip
"""The first three letters of a month's name, without accents; a French July, which begins as June does, needs four."""
