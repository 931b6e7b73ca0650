"""A square code for a phone's camera, as one path of an SVG."""


def qr_path(text: str) -> tuple[int, str]:
    """How many squares wide it is, with the quiet edge, and the path that fills the dark ones."""
    # seldom needed: not in every process' memory
    import qrcode

    code = qrcode.QRCode(border=3)
    code.add_data(text)
    rows = code.get_matrix()
    squares = (
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return len(rows), "".join(squares)
