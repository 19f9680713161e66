"""Evidence with its marks, for other programs: PDF annotations, XFDF, W3C Web Annotations, whole packets."""
